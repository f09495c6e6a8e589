# Chromium and its WebDriver.
debian chromedriver chromium chromium-driver || not_done+=('the pages in a browser (chromedriver)')
