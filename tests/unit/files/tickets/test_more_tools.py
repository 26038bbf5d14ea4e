"""Columns, states and notations of tools and languages, each with one ticket of 24 March 2026, 9:05."""

import pytest

from assessment.domain.tickets import PER_MINUTE
from assessment.files.tickets.layouts import guess_layout, layout_named, meaning_of
from assessment.files.tickets.reader import TicketFile, read_tickets
from assessment.files.tickets.values import is_missing, read_flag, read_in_or_out, read_length

OPENED = 29_572_385


def read(text: str) -> TicketFile:
    return read_tickets(text.encode(), "x.csv")


TOOLS = {
    "Ivanti": (
        "Incident Number,Status,Owner Team,Created Date Time,Responded Date Time,Resolved Date Time,"
        "Breached/Passed\n"
        "1,Waiting for 3rd Party,Desk,3/24/2026 9:05 AM,3/24/2026 9:20 AM,3/24/2026 11:05 AM,Passed\n",
        {"state": "on hold", "responded": 15, "resolved": 120, "made_sla": True},
    ),
    "Helix": (
        "Display ID,Status,Submit Date,Last Resolved Date,Incident Type\n"
        'INC1,Pending,"Mar 24, 2026, 9:05:00 AM","Mar 24, 2026, 11:05:00 AM",Infrastructure Event\n',
        {"state": "on hold", "resolved": 120, "type": "event"},
    ),
    "Cherwell": (
        "Incident ID,Created Date Time,Stat_DateTimeResponded,Closed Date Time,Stat_SLAResolutionBreached,"
        "Stat_FirstCallResolution\n"
        "1,3/24/2026 9:05 AM,3/24/2026 9:20 AM,3/24/2026 11:05 AM,True,False\n",
        {"responded": 15, "closed": 120, "made_sla": False, "one_touch": False},
    ),
    "ServiceDesk Plus in German": (
        "Anfrage-ID;Anfragetyp;Anfragestatus;Erstellungszeit;Antwortdatum;Lösungszeit;Abschlusszeit\n"
        "1;Vorfall;Geschlossen;24.03.2026 09:05;24.03.2026 09:15;24.03.2026 11:05;25.03.2026 09:05\n",
        {"type": "incident", "state": "closed", "responded": 10, "resolved": 120, "closed": 1440},
    ),
    "ServiceDesk Plus in Spanish": (
        "ID de solicitud;Tipo de solicitud;Estado de la solicitud;Hora de creación;Hora de resolución;"
        "Hora de finalización\n"
        "1;Petición de servicio;Cerrado;24/03/2026 09:05;24/03/2026 11:05;25/03/2026 09:05\n",
        {"type": "request", "state": "closed", "resolved": 120, "closed": 1440},
    ),
    "ServiceDesk Plus in Italian": (
        "ID richiesta;Tipo di richiesta;Stato della richiesta;Ora di creazione;Ora di risoluzione\n"
        "1;Richiesta di servizio;In attesa del cliente;24/03/2026 09:05;24/03/2026 11:05\n",
        {"type": "request", "state": "on hold", "resolved": 120},
    ),
    "Samanage": (
        "Number,State,Created At,Resolved At,Assignee Group,Time to First Response\n"
        "1,Awaiting Input,2026-03-24T04:05:00.000-05:00,2026-03-24T06:05:00.000-05:00,Desk,1h 5m\n",
        {"state": "on hold", "resolved": 120, "group": "Desk", "responded": 65},
    ),
    "HubSpot": (
        "Ticket ID,Ticket status,Create date,Close date,First agent email response date\n"
        "1,Closed (Support Pipeline),2026-03-24 09:05,2026-03-24 11:05,2026-03-24 09:15\n",
        {"state": "closed", "closed": 120, "responded": 10},
    ),
    "Zoho Desk": (
        "Ticket Id,Status (Ticket),Created Time (Ticket),Ticket Closed Time,Team Name,"
        "First Response Time (in business hours),Number of Reopen,Number of Reassign,"
        "Is Overdue,SLA Violation Type\n"
        "1,Closed,24 Mar 2026 09:05 AM,24 Mar 2026 11:05 AM,Desk,00:10 hrs,1,2,false,Resolution Violation\n",
        {"closed": 120, "group": "Desk", "responded": 10, "reopened": 1, "reassigned": 2, "made_sla": False},
    ),
    "Salesforce": (
        "Case Number,Status,Type,Date/Time Opened,Date/Time Closed,Parent Case Number\n"
        "1,Working,Feature Request,3/24/2026 9:05 AM,3/24/2026 11:05 AM,7\n",
        {"state": "open", "type": "request", "closed": 120, "parent": "7"},
    ),
    "Salesforce in Italian": (
        "Numero caso;Stato;Origine del caso;Data/Ora di apertura;Data/Ora di chiusura\n"
        "1;Chiuso;Telefono;24/03/2026, 09:05;24/03/2026, 11:05\n",
        {"state": "closed", "contact": "Telefono", "closed": 120},
    ),
    "Salesforce in French": (
        "Numéro de la requête;Statut;Date/heure d'ouverture;Date/heure de fermeture\n"
        "1;Fermée;24/03/2026 09:05;24/03/2026 11:05\n",
        {"state": "closed", "closed": 120},
    ),
    "Salesforce in Spanish": (
        "Número del caso;Estado;Fecha/Hora de apertura;Fecha/Hora de cierre\n"
        "1;Cerrado;24/03/2026 9:05;24/03/2026 11:05\n",
        {"state": "closed", "closed": 120},
    ),
    "Salesforce in Portuguese": (
        "Número do caso;Status;Origem do caso;Data/Hora de abertura;Data/Hora de fechamento\n"
        "1;Fechado;Telefone;24/03/2026 09:05;24/03/2026 11:05\n",
        {"state": "closed", "contact": "Telefone", "closed": 120},
    ),
    "Intercom": (
        "Conversation ID,Conversation started at (America/New_York),Conversation state,"
        "Team currently assigned,First response time (seconds),Last closed at (America/New_York),"
        "Conversation rating,Number of reopens\n"
        "1,2026-03-24 05:05:00,Snoozed,Desk,600,2026-03-24 07:05:00,5,2\n",
        {
            "state": "on hold",
            "group": "Desk",
            "responded": 10,
            "closed": 120,
            "satisfaction": 5,
            "reopened": 2,
        },
    ),
    "Request Tracker": (
        "id\tStatus\tQueueName\tCreated\tResolved\n"
        "1\tdeleted\tDesk\t2026-03-24 09:05:00\t1970-01-01 00:00:00\n",
        {"state": "cancelled", "group": "Desk", "resolved": None},
    ),
    "Redmine in Spanish": (
        "#;Tipo;Estado;Creado;Cerrada\n1;Errores;Rechazada;24/03/2026 09:05;25/03/2026 09:05\n",
        {"type": "incident", "state": "cancelled", "closed": 1440},
    ),
    "Redmine in Portuguese": (
        "#;Tipo;Situação;Prioridade;Criado em;Fechado\n"
        "1;Defeito;Em andamento;Alta;24/03/2026 09:05;25/03/2026 09:05\n",
        {"type": "incident", "state": "open", "priority": "Alta", "closed": 1440},
    ),
    "Redmine in French": (
        "#;Tracker;Statut;Créé;Fermé\n1;Anomalie;Rejetée;24/03/2026 09:05;25/03/2026 09:05\n",
        {"type": "incident", "state": "cancelled", "closed": 1440},
    ),
    "YouTrack": (
        "Issue Id,Created,Resolved,Type,State\n1,24 Mar 2026 09:05,24 Mar 2026 11:05,Exception,Won't fix\n",
        {"resolved": 120, "type": "incident", "state": "cancelled"},
    ),
    "GitHub": (
        "number,state,stateReason,createdAt,closedAt\n"
        "1,CLOSED,DUPLICATE,2026-03-24T09:05:00Z,2026-03-24T11:05:00Z\n",
        {"state": "closed", "closed": 120, "is_duplicate": True},
    ),
    "EasyVista": (
        "N° d'incident;Statut;Date de création (UT);Date de fin (UT);Date de clôture (UT);Hors SLA;"
        "Nb. de réaffectations\n"
        "1;En attente utilisateur;24/03/2026 09:05:00;24/03/2026 11:05:00;27/03/2026 09:05:00;Oui;2\n",
        {"state": "on hold", "resolved": 120, "closed": 4320, "made_sla": False, "reassigned": 2},
    ),
    "iTop": (
        "Ref,Status,Start date,Team->Name,Service->Name,Resolution date\n"
        "1,Escalated TTR,2026-03-24 09:05:00,Desk,Mail,2026-03-24 11:05:00\n",
        {"state": "open", "group": "Desk", "service": "Mail", "resolved": 120},
    ),
    "iTop in French": (
        "Référence;Statut;Date de début;Équipe->Nom;Date d'assignation;Date de résolution;SLA TTR dépassé\n"
        "1;Assigné;2026-03-24 09:05:00;Desk;2026-03-24 09:15:00;2026-03-24 11:05:00;oui\n",
        {"state": "open", "group": "Desk", "assigned": 10, "resolved": 120, "made_sla": False},
    ),
    "Halo": (
        "Ticket ID,Status,Date Occurred,Date Closed,Response SLA State,Fix SLA State,Time on Hold (hours)\n"
        "1,With Supplier,24/03/2026 09:05:00,24/03/2026 11:05:00,I,O,0.5\n",
        {
            "state": "on hold",
            "closed": 120,
            "made_response": True,
            "made_sla": False,
            "hold": 30 * PER_MINUTE,
        },
    ),
    "Autotask": (
        "Ticket Number,Status,Ticket Type,Issue Type,Sub-Issue Type,Create Date,First Response Date/Time,"
        "Complete Date,First Response Target Met,Resolution Target Met,Work Type\n"
        "1,Waiting Materials,Alert,Computer,Slow,03/24/2026 09:05 AM,03/24/2026 09:15 AM,03/24/2026 11:05 AM,"
        "Yes,No,Remote\n",
        {
            "state": "on hold",
            "type": "event",
            "responded": 10,
            "closed": 120,
            "made_response": True,
            "made_sla": False,
        },
    ),
    "ConnectWise": (
        "Ticket #,Status,Date Entered,Date Resolved,Minutes Waiting,Age\n"
        "1,>Waiting Client Response,3/24/2026 9:05:00 AM,3/24/2026 11:05:00 AM,30,1\n",
        {"state": "on hold", "resolved": 120, "hold": 30 * PER_MINUTE},
    ),
    "Matrix42": (
        "Ticketnummer;Typ;Status;Erstellt am;Reaktionszeitpunkt;Lösungsdatum;Lösungszeit überschritten\n"
        "1;Serviceanforderung;Wartet auf Anwender;24.03.2026 09:05;24.03.2026 09:15;24.03.2026 11:05;Ja\n",
        {"type": "request", "state": "on hold", "responded": 10, "resolved": 120, "made_sla": False},
    ),
    "Matrix42 in English": (
        "Ticket Number,State,Responsible Role,Created Date,Reaction Time,Solution Time\n"
        "1,Pending,Desk,3/24/2026 9:05 AM,3/24/2026 9:15 AM,3/24/2026 11:05 AM\n",
        {"group": "Desk", "responded": 10, "resolved": 120},
    ),
    "TOPdesk with lines": (
        "Number,Status,Processing status,Creation date,Completion date,Closure date\n"
        "1,Secondline,Waiting for user,24/03/2026 09:05,24/03/2026 11:05,27/03/2026 09:05\n",
        {"state": "on hold", "resolved": 120, "closed": 4320},
    ),
    "TOPdesk in German": (
        "Meldungsnummer;Art der Meldung;Anmeldedatum;Erledigt am;Abschlussdatum;Eingang;Bearbeitergruppe\n"
        "1;Informationsanfrage;24.03.2026 09:05;24.03.2026 11:05;27.03.2026 09:05;Telefon;Desk\n",
        {"type": "request", "resolved": 120, "closed": 4320, "group": "Desk"},
    ),
    "TOPdesk in Dutch": (
        "Meldingsnummer;Soort melding;Datum aangemeld;Datum gereed;Datum afgemeld;Behandelaarsgroep;Status\n"
        "1;Storing;24-03-2026 09:05;24-03-2026 11:05;27-03-2026 09:05;Desk;Afgemeld\n",
        {"type": "incident", "resolved": 120, "closed": 4320, "group": "Desk", "state": "closed"},
    ),
    "TOPdesk in Spanish": (
        "Número de incidencia;Tipo de incidencia;Fecha de creación;Fecha de finalización;Fecha de cierre\n"
        "1;Avería;24-03-2026 09:05;24-03-2026 11:05;27-03-2026 09:05\n",
        {"type": "incident", "resolved": 120, "closed": 4320},
    ),
    "TOPdesk in Portuguese": (
        "Número do incidente;Tipo de chamada;Data de criação;Data de conclusão;Data de fechamento\n"
        "1;Falha;24-03-2026 09:05;24-03-2026 11:05;27-03-2026 09:05\n",
        {"type": "incident", "resolved": 120, "closed": 4320},
    ),
    "ServiceNow in Portuguese": (
        "Número;Aberto;Estado;Grupo de atribuição;Resolvido;Encerrado;Contagem de reatribuições\n"
        "1;24-03-2026 09:05:00;Em espera;Desk;24-03-2026 11:05:00;27-03-2026 09:05:00;2\n",
        {"state": "on hold", "group": "Desk", "resolved": 120, "closed": 4320, "reassigned": 2},
    ),
    "Freshservice in Spanish": (
        "ID del ticket;Estado;Tipo;Hora de creación;Hora de resolución;Hora de cierre;Estado de resolución;"
        "Estado de primera respuesta\n"
        "1;Pendiente;Solicitud de servicio;2026-03-24 09:05;2026-03-24 11:05;2026-03-27 09:05;Dentro del SLA;"
        "SLA incumplido\n",
        {"type": "request", "resolved": 120, "closed": 4320, "made_sla": True, "made_response": False},
    ),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_exports_of_more_tools(tool: str) -> None:
    table, expected = TOOLS[tool]
    found = read(table)
    (ticket,) = found.tickets
    opened = ticket.opened or 0
    told = {
        part: (value - opened) // PER_MINUTE
        if part in ("assigned", "responded", "resolved", "closed") and value is not None
        else value
        for part, value in ticket._asdict().items()
        if part in expected
    }
    assert told == expected
    assert opened // PER_MINUTE == OPENED
    assert found.mapped.layout.id == "generic"
    assert not [note for note in found.notes if "not understood" in note and "Secondline" not in note]


@pytest.mark.parametrize(
    ("layout", "table", "state"),
    [
        (
            "glpi",
            "ID;Título;Status;Data de abertura;Requerente - Requerente;Data da solução;"
            "Atribuído - Grupo técnico\n"
            "1;x;Em atendimento (atribuído);24-03-2026 09:05;r;24-03-2026 11:05;Desk\n",
            "open",
        ),
        (
            "jira",
            "Resumo;Chave da item;Tipo de item;Status;Criado;Resolvido\n"
            "x;SD-1;Incidente;Aguardando o cliente;24/mar/26 9:05 AM;24/mar/26 11:05 AM\n",
            "on hold",
        ),
        (
            "otrs",
            "Ticket#;Creado;Cerrado;Primer bloqueo;Estado;Cola\n"
            "1;2026-03-24 09:05:00;2026-03-24 11:05:00;2026-03-24 09:06:00;cerrado exitosamente;Desk\n",
            "closed",
        ),
        (
            "otrs",
            "Ticket#;Creato;Chiuso;Primo blocco;Stato;Coda\n"
            "1;2026-03-24 09:05:00;2026-03-24 11:05:00;2026-03-24 09:06:00;chiuso senza successo;Desk\n",
            "closed",
        ),
        (
            "otrs",
            "Ticket#;Créé;Fermé;Premier verrou;État;File d'attente\n"
            "1;2026-03-24 09:05:00;2026-03-24 11:05:00;2026-03-24 09:06:00;clôture réussie;Desk\n",
            "closed",
        ),
    ],
)
def test_layouts_in_more_languages(layout: str, table: str, state: str) -> None:
    found = read(table)
    (ticket,) = found.tickets
    assert (found.mapped.layout.id, ticket.state) == (layout, state)
    assert ticket.opened == OPENED * PER_MINUTE
    assert ticket.resolved == (OPENED + 120) * PER_MINUTE
    assert ticket.group in ("Desk", "")


def test_columns_of_a_tool_without_a_layout_do_not_make_it_another() -> None:
    assert guess_layout(["Ticket #", "Board", "Status", "Date Entered", "Age"]).id == "generic"
    assert (
        guess_layout(["Issue Type", "Work Type", "Sub-Issue Type", "Primary Resource", "Complete Date"]).id
        == "generic"
    )
    assert guess_layout(["Issue Type", "Work type", "Status"]).id == "jira"


def test_only_a_pipeline_is_left_out_of_a_state() -> None:
    states = layout_named("generic").states
    assert meaning_of(states, "New (Pipeline di assistenza)") == "open"
    assert meaning_of(states, "Closed (cancelled)") == ""
    assert meaning_of(states, "Gone (Support Pipeline)") == ""


def test_words_of_one_letter_and_clocks_with_a_unit() -> None:
    assert [read_in_or_out(text) for text in ("I", "o", "Met", "x?")] == [True, False, True, None]
    assert read_flag("O") is True
    assert read_length("00:10 hrs", None) == 10 * PER_MINUTE
    assert all(is_missing(text) for text in ("01/01/1970 01:00", "1753-01-01", "30.12.1899", "Não atribuído"))


@pytest.mark.parametrize(
    "text",
    [
        "24 de março de 2026 às 09:05",
        "24 de marzo de 2026, a las 9:05",
        "ter., 24 de mar. de 2026 09:05",
        "24/mar/26 9:05 AM",
    ],
)
def test_moments_in_portuguese_and_spanish(text: str) -> None:
    (ticket,) = read(f"Número;Criado em\n1;{text}\n").tickets
    assert ticket.opened == OPENED * PER_MINUTE
