#ifndef FLOTILLA_LIBSSH2_SHIM_H
#define FLOTILLA_LIBSSH2_SHIM_H

#include <libssh2.h>

/// Lets `session` send and receive through these functions instead of its socket.
///
/// libssh2 takes callbacks as `void *`, which Swift can't make from a function; C can.
static inline void flotilla_ssh_set_transport(
    LIBSSH2_SESSION *session,
    ssize_t (*send)(libssh2_socket_t, const void *, size_t, int, void **),
    ssize_t (*receive)(libssh2_socket_t, void *, size_t, int, void **)) {
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_SEND, (void *)send);
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_RECV, (void *)receive);
}

/// Calls `disconnected` when the server says why it hangs up.
static inline void flotilla_ssh_set_disconnect(
    LIBSSH2_SESSION *session,
    void (*disconnected)(LIBSSH2_SESSION *, int, const char *, int, const char *, int, void **)) {
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_DISCONNECT, (void *)disconnected);
}

#endif
