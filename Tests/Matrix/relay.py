"""A relay that resets the first connection which has brought so many bytes from the server."""

import contextlib
import socket
import struct
import threading


class CuttingRelay:
    """Listens on a port of its own at 127.0.0.1 and passes connections on to `target`."""

    def __init__(self, target, limit):
        self.target, self.limit = target, limit
        self.has_cut = False
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = self.listener.getsockname()

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)

    def accept(self):
        with self.listener:
            while True:
                try:
                    client, _ = self.listener.accept()
                except OSError:
                    return
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client, contextlib.ExitStack() as stack:
            try:
                server = stack.enter_context(socket.create_connection(self.target))
            except OSError:
                return
            up = threading.Thread(target=self.carry, args=(client, server, None), daemon=True)
            up.start()
            self.carry(server, client, self.limit)
            up.join()

    def carry(self, source, sink, limit):
        """Passes bytes on until an end; resets both where `limit` bytes have come and none was reset before."""
        count = 0
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                count += len(data)
                if limit and count > limit and self.takes_the_cut():
                    for end in (source, sink):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def takes_the_cut(self):
        with self.lock:
            was, self.has_cut = self.has_cut, True
            return not was
