"""What a build shows on a terminal so wide: `progress.py ROSTOK ROOT COLUMNS`.

Prints each line of progress as it was drawn; «up» where one was drawn over more than one row.
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
    # The width must be there before the program asks for it.
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(columns), 0, 0))
    os.environ["TERM"] = "xterm"
    os.execv(rostok, [rostok, "build", "--root", root])
drawn = b""
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        # Linux says so when the other end is closed.
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
