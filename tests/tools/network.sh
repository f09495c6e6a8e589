# Networks of their own for tests: namespaces of Linux, and addresses in them.
{ debian ip iproute2 && debian unshare util-linux && debian nsenter util-linux; } || not_done+=('other networks (ip)')
