"""An FTP server (pyftpdlib) for a folder, with missing or unusual features.

ftpd.py PORT FOLDER LOGIN PASSWORD [without=EPSV,SIZE] [home=/name] [certificate=PEM] [no-rename-over]
        [no-write-over] [windows] [wrong-address] [names-only] [one-connection]
"""

import os
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer

port, folder, login, password, *options = sys.argv[1:]
settings = dict(option.split("=", 1) for option in options if "=" in option)


class Files(AbstractedFS):
    """Lists folders in the format of the options."""

    def format_list(self, basedir, listing, ignore_err=True):
        if "names-only" in options:
            for name in listing:
                yield (name + "\r\n").encode(self.cmd_channel.encoding)
        elif "windows" in options:
            for name in listing:
                path = os.path.join(basedir, name)
                size = "<DIR>".ljust(14) if os.path.isdir(path) else str(os.path.getsize(path)).rjust(14)
                yield f"11-23-26  09:05PM       {size} {name}\r\n".encode(self.cmd_channel.encoding)
        else:
            yield from super().format_list(basedir, listing, ignore_err)


class Handler(TLS_FTPHandler if "certificate" in settings else FTPHandler):
    """Refuses to replace files where the options say so."""

    def ftp_RNTO(self, path):
        if "no-rename-over" in options and os.path.exists(path):
            self._rnfr = None
            return self.respond("553 A file of that name exists.")
        return super().ftp_RNTO(path)

    def ftp_STOR(self, file, mode="w"):
        if "no-write-over" in options and mode == "w" and not self._restart_position and os.path.exists(file):
            return self.respond("553 A file of that name exists.")
        return super().ftp_STOR(file, mode)


Handler.abstracted_fs = Files
Handler.use_sendfile = False
Handler.auth_failed_timeout = 0
if "wrong-address" in options:
    Handler.masquerade_address = "192.0.2.1"
if "windows" in options:
    Handler.encoding = "cp1251"
if "certificate" in settings:
    Handler.certfile = settings["certificate"]
    Handler.tls_control_required = True
    Handler.tls_data_required = True
Handler.proto_cmds = {
    name: about
    for name, about in Handler.proto_cmds.items()
    if name not in settings.get("without", "").split(",")
}

authorizer = DummyAuthorizer()
authorizer.add_user(login, password, folder, perm="elradfmwMT")
Handler.authorizer = authorizer
server = FTPServer(("127.0.0.1", int(port)), Handler)
if "one-connection" in options:
    server.max_cons_per_ip = 1
server.serve_forever()
