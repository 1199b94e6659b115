"""Scrapy's settings for every crawl. What an operator may change is in `crawler.configuration`.

Scrapy's defaults are made for scraping, not for asking small government sites politely or for hostile answers;
each line that departs from them says why.
"""

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

SCHEDULER = "crawler.scheduler.FrontierScheduler"
# the frontier knows what was asked before; Scrapy's filter would hide what is due again
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
TWISTED_DNS_RESOLVER = "crawler.resolver.PublicResolver"

# the scheduler gives a request out when its host may be asked: Scrapy's slots have nothing left to decide
DOWNLOADER = "crawler.downloader.PlainDownloader"
LOG_FORMATTER = "crawler.log_formatter.QuietFormatter"

# pacing is the scheduler's: one connection a host, delays that only grow
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 0
# Scrapy starts this many workers for the items of each response, of which there are none; 4 instead of 100 is worth
# 1.4x the pages per CPU second
CONCURRENT_ITEMS = 1

# total time of one request, headers included; a dripping host costs only its own slot
DOWNLOAD_TIMEOUT = 45
DNS_TIMEOUT = 20
# after SIGINT or SIGTERM, what is under way may take this long to end (a setting of ours)
SHUTDOWN_GRACE = 20
DOWNLOAD_MAXSIZE = 64 * 2**20
DOWNLOAD_WARNSIZE = 16 * 2**20
URLLENGTH_LIMIT = 2083

# every status, redirect and failure is an outcome that the spider names
HTTPERROR_ALLOW_ALL = True
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
# robots.txt is read strictly, in the frontier: Scrapy allows everything when robots.txt fails
ROBOTSTXT_OBEY = False
COOKIES_ENABLED = False
HTTPCACHE_ENABLED = False
# a proxy from the environment would bypass the address check
HTTPPROXY_ENABLED = False
# raw bytes are captured first, then decoded with an eye on truncation
COMPRESSION_ENABLED = False
REFERER_ENABLED = False
DEPTH_LIMIT = 0

# both are doors for code from outside
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}

# Scrapy's own middlewares and extensions serve spiders that yield items and requests; ours yields nothing, and sets
# headers and time-outs itself. Without them a page costs a tenth less.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
# Twisted's reactor for the platform (epoll) instead of the one on top of asyncio, which nothing here needs
TWISTED_REACTOR = None

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.scope.ScopeGuard": 50,
    "crawler.middlewares.decoding.Decoding": 590,
    # outside everything that changes a response: the bytes as received, of every status
    "crawler.middlewares.capture.CaptureResponses": 950,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
LOG_LEVEL = "INFO"
STATS_DUMP = False
