/* The smallest HTTP/1.1 responder that is fair to a load generator: one thread, epoll, a fixed answer to every request.
 * Usage: server PORT BODY_BYTES. Prints "ready" when it listens. It answers each read that ends in a blank line once and
 * closes a connection whose request asks for that, so it serves keep-alive and one-request connections alike.
 * Big answers are sent from the page cache (sendfile), so that the tools and not this server's copying are the limit.
 * Several of them can share a port (SO_REUSEPORT). */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 1 << 16, BATCH = 512, BIG = 32 * 1024 };

struct answer { char *bytes; size_t length; int file; };

static struct answer answers[2];        /* one that keeps the connection, one that ends it */
static size_t unsent[MOST_DESCRIPTORS]; /* bytes of the answer still to be sent, by descriptor */
static char closes[MOST_DESCRIPTORS];

static void prepare(struct answer *answer, const char *connection, size_t body) {
    answer->bytes = malloc(body + 256);
    int head = sprintf(answer->bytes, "HTTP/1.1 200 OK\r\nServer: minimal\r\nContent-Type: text/plain\r\nConnection: %s\r\nContent-Length: %zu\r\n\r\n", connection, body);
    memset(answer->bytes + head, 'x', body);
    answer->length = (size_t)head + body;
    answer->file = -1;
    if (body < BIG) return;
    int file = memfd_create("answer", MFD_CLOEXEC);
    for (size_t written = 0; file >= 0 && written < answer->length;) {
        ssize_t more = write(file, answer->bytes + written, answer->length - written);
        if (more <= 0) { close(file); return; }
        written += (size_t)more;
    }
    answer->file = file;
}

static void finish(int fd) {
    const struct answer *answer = &answers[(int)closes[fd]];
    while (unsent[fd] > 0) {
        off_t at = (off_t)(answer->length - unsent[fd]);
        ssize_t sent = answer->file >= 0
            ? sendfile(fd, answer->file, &at, unsent[fd])
            : send(fd, answer->bytes + at, unsent[fd], MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno != EAGAIN) close(fd);
            return; /* EPOLLOUT comes when there is room again */
        }
        unsent[fd] -= (size_t)sent;
    }
    if (closes[fd]) close(fd);
}

/* Whether a request asks for its connection to be closed. A tool sends the same request again and again, so the answer is kept. */
static int asks_to_close(const char *request, size_t length) {
    static char last[1024];
    static size_t last_length;
    static int last_answer;
    if (length == last_length && memcmp(request, last, length) == 0) return last_answer;
    last_answer = memmem(request, length, "onnection: close", 16) != NULL
        || (memmem(request, length, " HTTP/1.0", 9) != NULL && memmem(request, length, "eep-Alive", 9) == NULL);
    last_length = length <= sizeof last ? length : 0;
    memcpy(last, request, last_length);
    return last_answer;
}

static void serve(int fd) {
    char request[16384];
    ssize_t got = recv(fd, request, sizeof request, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN)) { close(fd); return; }
    if (got < 4 || memcmp(request + got - 4, "\r\n\r\n", 4) != 0) return;
    closes[fd] = (char)asks_to_close(request, (size_t)got);
    unsent[fd] = answers[(int)closes[fd]].length;
    finish(fd);
}

static void accept_all(int epoll, int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MOST_DESCRIPTORS) { close(fd); continue; }
        unsent[fd] = 0;
        closes[fd] = 0;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct epoll_event add = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.fd = fd };
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &add);
    }
}

static int listen_on(uint16_t port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    setsockopt(listener, IPPROTO_TCP, TCP_CONGESTION, "cubic", 5); /* where BBR is the standard it would pace bodies on the loopback */
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) { perror("server"); exit(1); }
    return listener;
}

int main(int count, char **words) {
    if (count != 3) { fprintf(stderr, "usage: server PORT BODY_BYTES\n"); return 2; }
    signal(SIGPIPE, SIG_IGN); /* sendfile has no MSG_NOSIGNAL */
    prepare(&answers[0], "keep-alive", (size_t)atol(words[2]));
    prepare(&answers[1], "close", (size_t)atol(words[2]));
    int listener = listen_on((uint16_t)atoi(words[1]));
    int epoll = epoll_create1(0);
    struct epoll_event add = { .events = EPOLLIN, .data.fd = listener }, events[BATCH];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &add);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int ready = epoll_wait(epoll, events, BATCH, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) accept_all(epoll, listener);
            else {
                if (unsent[fd] > 0 && (events[i].events & EPOLLOUT)) { finish(fd); if (unsent[fd] > 0) continue; }
                if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) serve(fd);
            }
        }
    }
}
