#ifndef FLOTILLA_LIBSSH2_SHIM_H
#define FLOTILLA_LIBSSH2_SHIM_H

#include <dlfcn.h>
#include <libssh2.h>
#include <stdint.h>

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

/// Has OpenSSL, where libssh2 uses it, keep what it holds until the process is gone.
///
/// It would free that as exit() runs, under the feet of threads that still close their connections. To be called
/// before libssh2_init(); what libssh2 was built with isn't known here, so the function is looked for.
static inline void flotilla_keep_openssl(void) {
    void *program = dlopen(NULL, RTLD_LAZY);
    if (!program) return;
    int (*initialise)(uint64_t, const void *) =
        (int (*)(uint64_t, const void *))dlsym(program, "OPENSSL_init_crypto");
    if (initialise) initialise(UINT64_C(0x00080000), NULL); // OPENSSL_INIT_NO_ATEXIT
}

#endif
