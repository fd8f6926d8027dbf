"""Every way in: the web form, the hotline sheet, the patrol; contact data and tracking."""
