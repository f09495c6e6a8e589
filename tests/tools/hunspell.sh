# A Russian dictionary for the check of spelling. The package contains no command.
[ -f /usr/share/hunspell/ru_RU.dic ] || debian ru_RU.dic hunspell-ru || not_done+=('spelling (hunspell-ru)')
