"""Portals that block, stall, lie or change: what a crawler must recognise and leave alone, or survive."""
