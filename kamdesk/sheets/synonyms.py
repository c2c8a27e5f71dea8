"""What people call the fields in their own sheets, in Spanish and English, kind by kind."""

from __future__ import annotations

SMALL = frozenset(("de", "del", "la", "el", "los", "las", "y", "en", "por", "para", "the", "of", "and", "a", "al"))
OLD = frozenset(("antiguo", "anterior", "madre", "viejo", "old", "previous"))  # the heading of a value no longer used
GENERIC = frozenset(  # alone they name no field
    ("numero", "codigo", "nombre", "fecha", "tipo", "estado", "total", "id", "name", "date", "type", "number", "code")
)
NEUTRAL = frozenset(("nombre", "glosa", "name"))  # «Nombre Comuna» is the comuna
# fmt: off
SHORT = {"cod": "codigo", "dir": "direccion", "tel": "telefono", "nro": "numero", "num": "numero", "no": "numero",
         "n": "numero", "fec": "fecha", "cant": "cantidad", "desc": "descripcion", "prod": "producto", "imp": "importe",
         "vend": "vendedor", "anio": "ano", "qty": "quantity", "cantidades": "cantidad", "unidades": "unidad"}
# fmt: on

# Written without accents, in the singular, without articles; «|» between alternatives, the most usual first.
_PLACE = {
    "territory.region": "region|departamento|estado|ccaa|comunidad autonoma|state",
    "territory.zone": "zona|provincia|territorio|mercado|zone|territory|province",
    "territory.city": "ciudad|comuna|municipio|distrito|localidad|poblacion|city|town|district",
    "territory.sector": "barrio|colonia|neighborhood",
}
_GEO = {
    "geo.latitude": "latitud|latitude|lat|coordenada y|y|latitud grado decimal",
    "geo.longitude": "longitud|longitude|lng|lon|coordenada x|x|longitud grado decimal",
}
_WHO = {
    "name": "nombre|razon social|nombre comercial|denominacion|name|customer name|account|glosa|descripcion|"
    "nombre oficial",
    "code": "codigo|clave|code|id|identificador|codigo vigente|codigo interno|codigo sap|cuenta",
    "tax_id": "ruc|nit|rfc|cuit|rut|rnc|nif|cif|cuil|tax id|identificacion fiscal|"
    "numero identificacion tributaria|cedula juridica",
    "address": "direccion|domicilio|calle|address|street|ubicacion|direccion fiscal|direccion completa",
    "phone": "telefono|celular|numero contacto|phone|telephone|telefono fijo|contacto telefonico|telefono movil",
    "email": "correo|correo electronico|email|mail",
    "note": "nota|observacion|comentario|note|remark",
}
_DOCUMENT = {
    "party": "cliente|razon social|nombre cliente|codigo cliente|customer|customer name|client|deudor|account|"
    "establecimiento|farmacia",
    "seller": "vendedor|representante|asesor|ejecutivo|seller|sales rep|name sales rep|salesperson|visitador|"
    "sales agent",
    "currency": "moneda|divisa|currency",
}

SYNONYMS: dict[str, dict[str, str]] = {
    "client": _WHO
    | _PLACE
    | _GEO
    | {
        "category": "tipo|categoria|clase|type|category|tipo establecimiento|tipo cliente|tipo institucion",
        "sector": "sector|subsector|dependencia|tipo sistema salud|pertenencia|regimen|naturaleza",
        "segment": "segmento|clasificacion|abc|segment",
        "channel": "canal|channel",
        "parent": "cadena|grupo|red|casa matriz|parent|subsidiary of",
        "owner": "responsable|ejecutivo|visitador|vendedor|representante|owner|account manager",
        "status": "estado funcionamiento|situacion|estatus|status|vigencia|condicion",
        "beds": "cama|numero cama|bed",
        "specialty": "especialidad|specialty",
        "payment_days": "dia credito|plazo|plazo pago|payment term|condicion pago",
        "credit_limit": "limite credito|linea credito|credit limit",
        "since": "fecha alta|cliente desde|fecha ingreso|since|fecha inicio funcionamiento",
        "potential": "potencial|potential",
    },
    "contact": {
        "name": "nombre|contacto|nombre apellido|nombre completo|name|full name|apellido nombre|director|jefe",
        "party": "cliente|institucion|empresa|establecimiento|client|company|hospital|farmacia",
        "position": "cargo|puesto|position|job title|rol",
        "title": "tratamiento|titulo",
        "specialty": "especialidad|specialty",
        "area": "area|departamento|department",
        "phone": "telefono|phone|telefono fijo",
        "mobile": "celular|movil|mobile|whatsapp",
        "email": "correo|correo electronico|email|mail",
        "birthday": "cumpleano|fecha nacimiento|birthday",
        "note": "nota|observacion|comentario|note",
    },
    "distributor": _WHO
    | _PLACE
    | _GEO
    | {
        "role": "tipo|rol|type|role",
        "territories": "zona|territorio|region|zone|territory",
        "lines": "linea|linea producto|line",
        "channel": "canal|channel",
        "owner": "responsable|owner|ejecutivo",
        "since": "desde|fecha inicio|since",
        "payment_days": "dia credito|plazo|payment term",
        "credit_limit": "limite credito|linea credito|credit limit",
        "commission": "comision|commission",
    },
    "product": {
        "name": "nombre|producto|marca|descripcion|name|product|product name|denominacion|articulo",
        "code": "codigo|sku|clave|code|id|registro sanitario|codigo barra|ean",
        "line": "linea|familia|line|product class|area terapeutica|categoria",
        "category": "tipo|type",
        "ingredient": "principio activo|droga|ingrediente|molecula|ingredient|generico|dci",
        "presentation": "presentacion|presentation|forma farmaceutica|empaque",
        "unit": "unidad|unidad medida|unit",
        "launch_on": "fecha lanzamiento|launch date",
        "status": "estado|estatus|status",
        "tax_rate": "iva|igv|impuesto|tax",
        "storage": "almacenamiento|conservacion|storage",
    },
    "price": {
        "product": "producto|marca|codigo producto|product|articulo|sku|codigo|descripcion",
        "price_list": "lista|lista precio|tipo precio|price list",
        "party": "cliente|distribuidor|customer",
        "amount": "precio|precio unitario|precio lista|price|unit price|valor|importe|copago|pvp",
        "start": "desde|vigente desde|fecha inicio|vigencia|start|valid from|fecha",
        "end": "hasta|vigente hasta|fecha fin|end|valid to",
    },
    "sales_record": _DOCUMENT
    | _PLACE
    | {
        "on": "fecha|fecha venta|fecha factura|fecha documento|date|sale date|invoice date|datum",
        "month.month": "mes|month",
        "month.year": "ano|anio|year",
        "month": "periodo|mes ano|period",
        "via": "distribuidor|distributor|mayorista|canal venta",
        "product": "producto|product|product name|articulo|sku|descripcion|marca",
        "units": "cantidad|unidad|pieza|quantity|qty|unit|caja",
        "amount": "importe|venta|total|monto|subtotal|venta neta|valor|sale|amount|net sale|total venta|facturacion",
        "cost": "costo|cost",
        "document": "documento|factura|numero factura|comprobante|document|invoice|folio|id venta",
        "category": "tipo|tipo documento|movimiento",
        "own_channel": "canal|channel",
    },
    "invoice": _DOCUMENT
    | _PLACE
    | {
        "number": "numero|factura|numero factura|folio|documento|comprobante|number|invoice number|nro documento",
        "on": "fecha|fecha emision|fecha factura|emision|invoice date|date",
        "due": "vencimiento|fecha vencimiento|vence|due date|due",
        "amount": "importe|total|monto|importe total|saldo|valor|amount|invoice amount",
        "tax": "iva|igv|impuesto|tax",
        "category": "tipo|tipo documento|clase",
        "disputed": "disputa|en disputa|reclamo|disputed",
    },
    "payment": _DOCUMENT
    | _PLACE
    | {
        "on": "fecha pago|fecha cobro|fecha deposito|settled date|payment date|paid date|fecha abono|fecha",
        "amount": "importe|monto|cobrado|pagado|abono|valor|amount|paid|invoice amount|total",
        "method": "medio|forma pago|medio pago|metodo|method",
        "reference": "referencia|operacion|numero factura|factura|invoice number|recibo|reference",
    },
    "distributor_stock": {
        "distributor": "distribuidor|distributor|mayorista",
        "product": "producto|product|articulo|sku",
        "on": "fecha|fecha corte|date|corte",
        "units": "existencia|stock|inventario|cantidad|unidad|unit|quantity",
        "lot": "lote|lot|batch",
        "expires": "vencimiento|caducidad|vence|expiry|expiration",
    },
    "target_month": {
        "node": "zona|territorio|vendedor|representante|distribuidor|cliente|nombre|territory|seller",
        "product": "producto|product",
        "line": "linea|line",
        "month": "mes|periodo|month",
        "month.year": "ano|anio|year",
        "value": "objetivo|cuota|meta|target|quota|importe|monto|valor|amount",
    },
    "budget_month": {
        "line": "partida|rubro|concepto|cuenta|linea|descripcion|line|account|item",
        "month": "mes|periodo|month",
        "month.year": "ano|anio|year",
        "plan": "plan|presupuesto|importe|monto|budget|amount|valor",
        "comment": "comentario|nota|comment",
    },
    "expense": {
        "on": "fecha|date",
        "line": "partida|rubro|cuenta|line",
        "concept": "concepto|detalle|descripcion|concept",
        "amount": "importe|monto|total|valor|amount",
        "tax": "iva|igv|impuesto",
        "payee": "proveedor|beneficiario|payee",
        "document": "comprobante|documento|factura|recibo|document",
        "person": "persona|quien|responsable|person",
    },
}

# Words that only say whose column it is: «Nombre del establecimiento» in a sheet of clients is the name.
SUBJECTS: dict[str, str] = {
    "client": "cliente establecimiento centro hospital farmacia institucion client customer account clinica empresa "
    "ipress entidad estab",
    "contact": "contacto contact persona",
    "distributor": "distribuidor distributor agente mayorista",
    "product": "producto product medicamento articulo item",
    "price": "",
    "sales_record": "venta sale",
    "invoice": "factura invoice",
    "payment": "pago cobro payment",
    "target_month": "objetivo target",
    "budget_month": "presupuesto budget",
    "expense": "gasto expense",
}

# A written value that holds one of these words means the option; the first that fits is proposed, never imposed.
CHOICE_WORDS: dict[str, dict[str, str]] = {
    "client.category": {
        "private_hospital": "hospital privad|sanatorio",
        "public_hospital": "hospital",
        "pharmacy_chain": "cadena",
        "pharmacy": "farmacia|botica|drogueria|pharmacy",
        "physician": "medico|doctor|physician|consultorio medico",
        "institution": "instituto|caja|seguro|aseguradora|obra social|ips|eps|servicio de salud|direccion",
        "clinic": "clinica|centro|c.s|posta|puesto|consultorio|policlinic|policonsultorio|cesfam|laboratorio|unidad|"
        "sala|vacunatorio|clinic|ambulator|cesac|servicio",
        "authority": "ministerio|autoridad|municip|seremi",
        "pharma_company": "laboratorio farmaceutico",
    },
    "client.sector": {
        "social": "seguridad social|seguro social|caja|obra social|iglesia|no gubernament|fundacion",
        "public": "public|municipal|estatal|servicio de salud|ministerio|fuerza|policia|ff.aa|minsa|nacional",
        "private": "privad|particular|private",
    },
    "client.status": {
        "inactive": "cerrad|inactiv|baja|suspend|closed",
        "prospect": "prospect|potencial",
        "active": "vigente|activ|operacion|abiert|alta|active",
    },
    "invoice.category": {
        "credit_note": "credito|credit",
        "debit_note": "debito|debit",
        "opening": "saldo inicial",
        "invoice": "factura|invoice|boleta",
    },
    "sales_record.category": {"return": "devol|return|nota de credito", "sale": "venta|sale|factura"},
}
