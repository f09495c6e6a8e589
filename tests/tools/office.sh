# LibreOffice, which reads the files for Word and Excel, and poppler, which reads the PDF that it
# makes. Liberation Serif has the metrics of Times New Roman.
debian soffice libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation ||
  not_done+=('documents in LibreOffice (soffice)')
debian pdftotext poppler-utils || not_done+=('the pages of documents (pdftotext)')
