"""One spider walks every portal: what differs between portals is data and `crawler.systems`."""
