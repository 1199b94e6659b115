"""WHERE reports are: portals are walked and captured byte for byte. Nothing here interprets a report."""
