"""The web layer that every face shares: who acts, which street, language, errors, headers, forms."""

from app.core.web.demo import demo_allowed as demo_allowed
from app.core.web.demo import demo_configured as demo_configured
from app.core.web.locale import lang as lang
from app.core.web.locale import local as local
from app.core.web.locale import named as named
from app.core.web.sessions import me as me
from app.core.web.sessions import signed_in as signed_in
from app.core.web.streets import StreetRef as StreetRef
from app.core.web.streets import all_streets as all_streets
from app.core.web.streets import current_street as current_street
from app.core.web.streets import street_or_none as street_or_none
from app.core.web.templating import page as page
