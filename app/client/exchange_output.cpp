// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/exchange_output.h"

#include "app/cli/report.h"
#include "app/client/client_output.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/exchange_words.h"
#include "ui/text/words.h"

namespace busheng::cli {
namespace {

void printTables(const QString& title, const std::vector<TableMapping>& tables)
{
    for (const TableMapping& table : tables) {
        print(QStringLiteral("  %1 %2: %3")
                  .arg(title, displayText(table.table), displayText(table.columns.join(QStringLiteral(", ")))));
        if (!table.filter.isEmpty())
            print(QStringLiteral("    ") + ClientText::tr("rows where %1").arg(displayText(table.filter)));
    }
}

} // namespace

void printCatalogue(const std::vector<DatasetOffer>& offers)
{
    for (const DatasetOffer& offer : offers) {
        print(QStringLiteral("%1 %2  %3").arg(offer.provider, displayText(offer.dataset), displayText(offer.title)));
        if (!offer.description.isEmpty())
            print(QStringLiteral("  ") + displayText(offer.description));
        print(QStringLiteral("  ") +
              (offer.onApplication ? ClientText::tr("on application") : ClientText::tr("granted to this node")) +
              (offer.refresh.isEmpty()
                   ? QString()
                   : QString(u' ' + ClientText::tr("refreshed: %1").arg(displayText(offer.refresh)))) +
              (offer.contact.isEmpty()
                   ? QString()
                   : QString(u' ' + ClientText::tr("contact: %1").arg(displayText(offer.contact)))));
        for (const OfferedTable& table : offer.tables) {
            QStringList columns;
            for (const OfferedColumn& column : table.columns)
                columns.append(displayText(column.name) + (column.isKey ? QStringLiteral("*") : QString()) +
                               (column.isSensitive ? QStringLiteral("!") : QString()));
            print(QStringLiteral("  %1: %2").arg(displayText(table.table), columns.join(QStringLiteral(", "))));
        }
    }
    if (!offers.empty())
        note(ClientText::tr("* belongs to the key, ! is sensitive"));
}

void printAgreements(const std::vector<ExchangeAgreement>& agreements)
{
    std::vector<QStringList> rows;
    for (const ExchangeAgreement& one : agreements)
        rows.push_back({displayText(one.id), one.isProvider ? ClientText::tr("gives") : ClientText::tr("takes"),
                        displayText(one.peerCode), displayText(one.dataset), ExchangeWords::state(one.state),
                        Words::date(one.validUntilUtcMs),
                        one.undelivered > 0 ? ExchangeWords::delivery(QStringLiteral("waiting")) : QString()});
    printTable({ClientText::tr("agreement"), ClientText::tr("this node"), ClientText::tr("peer"),
                ClientText::tr("dataset"), ClientText::tr("state"), ClientText::tr("until"), QString()},
               rows);
}

void printAgreement(const ExchangeAgreement& agreement, const std::vector<ExchangeEvent>& history)
{
    printAgreements({agreement});
    print(ClientText::tr("purpose: %1").arg(displayText(agreement.purpose)));
    print(ClientText::tr("legal basis: %1").arg(displayText(agreement.legalBasis)));
    printTables(ClientText::tr("asked for"), agreement.asked);
    printTables(ClientText::tr("approved"), agreement.approved);
    if (!agreement.error.isEmpty())
        print(eventText(agreement.error, agreement.errorArgs).cause);
    std::vector<QStringList> rows;
    for (const ExchangeEvent& event : history)
        rows.push_back({Words::time(event.utcMs), ExchangeWords::step(event.kind), event.node, displayText(event.by),
                        ExchangeWords::way(event.way), ExchangeWords::delivery(event.delivery),
                        displayText(event.reason)});
    printTable({ClientText::tr("when"), ClientText::tr("step"), ClientText::tr("node"), ClientText::tr("by"),
                ClientText::tr("way"), QString(), ClientText::tr("reason")},
               rows);
}

} // namespace busheng::cli
