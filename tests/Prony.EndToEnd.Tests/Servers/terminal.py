"""Runs a command on a terminal of its own, does something to it once a text was seen, and prints what came of it as JSON.

terminal.py COLUMNS LINES TEXT resize:COLUMNS:LINES|interrupt|kill|nothing COMMAND...
"""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

LIMIT_S = 60

columns, lines, text, action = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode(), sys.argv[4]
pid, terminal = pty.fork()
if pid == 0:
    # The size is known before the command looks.
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    os.environ["TERM"] = "xterm-256color"
    os.execvp(sys.argv[5], sys.argv[5:])

before = termios.tcgetattr(terminal)
seen, done, end, at = b"", False, time.monotonic() + LIMIT_S, None
while time.monotonic() < end:
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    if not done and text in seen:
        done, at = True, len(seen)
        if action.startswith("resize:"):
            _, wide, high = action.split(":")
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", int(high), int(wide), 0, 0))
        elif action == "interrupt":
            os.write(terminal, b"\x03")
        elif action == "kill":
            os.kill(pid, signal.SIGKILL)
else:
    os.kill(pid, signal.SIGKILL)

_, status = os.waitpid(pid, 0)
after = termios.tcgetattr(terminal)
print(json.dumps({
    "exit": os.waitstatus_to_exitcode(status),
    "text": seen.decode(errors="replace"),
    "after_action": seen[at:].decode(errors="replace") if at is not None else "",
    "restored": before[:4] == after[:4],
}))
