"""Runs a build on a terminal of a given width: `progress.py ROSTOK ROOT COLUMNS`.

Prints each line of progress, and `up` where the cursor moved up: the progress took several rows.
"""
import fcntl
import os
import pty
import re
import struct
import sys
import termios

rostok, root, columns = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    # Set the width before the program reads it.
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(columns), 0, 0))
    os.environ["TERM"] = "xterm"
    os.execv(rostok, [rostok, "build", "--root", root])
drawn = b""
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        # Linux reports the closed other end as an error.
        break
    if not part:
        break
    drawn += part
os.waitpid(child, 0)
for row in re.split(r"\r|\n", drawn.decode()):
    if "\x1b[1A" in row:
        print("up")
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", row).rstrip()
    if text:
        print(text)
