# LibreOffice, which reads Word's and Excel's files as another program than ours, and poppler, which
# reads its PDF; Liberation Serif has the measures of Times New Roman.
debian soffice libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation ||
  not_done+=('what LibreOffice reads')
debian pdftotext poppler-utils || not_done+=('the pages of documents (pdftotext)')
