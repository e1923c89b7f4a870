"""Answers fast, a thread for each connection, and locks itself out at a request. Usage: deadlock.py AT PORT; AT 0: never (standard library only)."""
import socket
import sys
import threading

at, port = int(sys.argv[1]), int(sys.argv[2])
answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
lock = threading.Lock()
answered = 0


def serve(connection):
    global answered
    while connection.recv(65536):
        with lock:
            answered += 1
            if answered == at:
                lock.acquire()  # held already: nobody goes on from here
        connection.sendall(answer)
    connection.close()


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(256)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
