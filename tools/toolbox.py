"""Which tools the specialist of each area has: its own, the knowledge base, and the way to a person."""

from langchain_core.tools import BaseTool

from tools import account, billing, field_service, tech_support
from tools.handover import request_human
from tools.knowledge import search_knowledge

_EVERYWHERE = (search_knowledge, request_human)

AREA_TOOLS: dict[str, tuple[BaseTool, ...]] = {
    "billing": (
        billing.list_orders,
        billing.list_invoices,
        billing.explain_charge,
        billing.refund_order,
        *_EVERYWHERE,
    ),
    "account": (account.show_account, account.update_address, account.update_contact, *_EVERYWHERE),
    "field_service": (
        field_service.list_visits,
        field_service.list_slots,
        field_service.book_visit,
        field_service.move_visit,
        field_service.cancel_visit,
        *_EVERYWHERE,
    ),
    "tech_support": (
        tech_support.check_devices,
        tech_support.test_line,
        tech_support.restart_device,
        tech_support.open_fault,
        *_EVERYWHERE,
    ),
}
