"""The web layer: pages and forms over the services."""
