#define _GNU_SOURCE
#include "programs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int flotilla_spawn(
    pid_t *pid, const char *path, char *const *words, char *const *environment,
    const char *folder, const int descriptors[3])
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return code;
    }
    for (int number = 0; number < 3 && code == 0; number++)
        code = posix_spawn_file_actions_adddup2(&actions, descriptors[number], number);
#ifdef __APPLE__
    flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#else
    // What others have opened without the mark that keeps it from programs.
    if (code == 0) code = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
    if (code == 0 && folder != NULL)
        code = posix_spawn_file_actions_addchdir_np(&actions, folder);
    sigemptyset(&none);
    sigfillset(&all);
    if (code == 0) code = posix_spawnattr_setsigmask(&attributes, &none);
    if (code == 0) code = posix_spawnattr_setsigdefault(&attributes, &all);
    if (code == 0) code = posix_spawnattr_setflags(&attributes, flags);
    if (code == 0) code = posix_spawn(pid, path, &actions, &attributes, words, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

int flotilla_pipe(int ends[2])
{
#ifdef __APPLE__
    if (pipe(ends) != 0) return errno;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
#else
    return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno;
#endif
}

int flotilla_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    // For the longest command there can be, sent at once.
    const int room = 1 << 18;
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
#ifdef __APPLE__
    int connection = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connection >= 0) {
        fcntl(connection, F_SETFD, FD_CLOEXEC);
        fcntl(connection, F_SETFL, O_NONBLOCK);
    }
#else
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
#endif
    if (connection < 0) return -1;
    setsockopt(connection, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    if (connect(connection, (const struct sockaddr *)&address, sizeof address) == 0)
        return connection;
    int code = errno;
    close(connection);
    errno = code;
    return -1;
}

static int send_descriptor(int connection, int descriptor)
{
    char byte = 0;
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    memset(&control, 0, sizeof control);
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1,
        .msg_control = control.space, .msg_controllen = sizeof control.space,
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    return sendmsg(connection, &message, MSG_NOSIGNAL) == 1 ? 0 : errno;
}

int flotilla_send(
    int connection, const void *bytes, size_t count, const int *descriptors, size_t descriptor_count)
{
    while (count > 0) {
        ssize_t sent = send(connection, bytes, count, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        bytes = (const char *)bytes + sent;
        count -= (size_t)sent;
    }
    for (size_t index = 0; index < descriptor_count; index++) {
        int code = send_descriptor(connection, descriptors[index]);
        if (code != 0) return code;
    }
    return 0;
}
