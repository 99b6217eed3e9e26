// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/host_exchange.h"

namespace busheng {

void HostExchange::catalogue(Reply<std::vector<DatasetOffer>> reply)
{
    answer(reply, [](ExchangeDesk& desk) { return desk.catalogue(); });
}

void HostExchange::agreements(Reply<std::vector<ExchangeAgreement>> reply)
{
    answer(reply, [](ExchangeDesk& desk) { return desk.agreements(); });
}

void HostExchange::agreementHistory(const QString& agreement, Reply<std::vector<ExchangeEvent>> reply)
{
    answer(reply, [&](ExchangeDesk& desk) { return desk.history(agreement); });
}

void HostExchange::saveDraft(const ExchangeApplication& application, const QString& by, Reply<QString> reply)
{
    answer(reply, [&](ExchangeDesk& desk) { return desk.saveDraft(application, by); });
}

void HostExchange::discardDraft(const QString& agreement, Reply<> reply)
{
    answer(reply, [&](ExchangeDesk& desk) { return desk.discardDraft(agreement); });
}

void HostExchange::apply(const ExchangeApplication& application, const QString& by, Reply<QString> reply)
{
    answer(reply, [&](ExchangeDesk& desk) { return desk.apply(application, by); });
}

void HostExchange::decide(const ExchangeDecision& decision, const QString& by, Reply<> reply)
{
    answer(reply, [&](ExchangeDesk& desk) { return desk.decide(decision, by); });
}

void HostExchange::end(const QString& agreement, const QString& reason, const QString& by, Reply<> reply)
{
    answer(reply, [&](ExchangeDesk& desk) { return desk.end(agreement, reason, by); });
}

void HostExchange::exportPaper(const QString& agreement, Reply<QString> reply)
{
    answer(reply, [&](ExchangeDesk& desk) -> Result<QString> {
        ENGINE_TRY_AS(const QByteArray paper, desk.exportPaper(agreement));
        return QString::fromUtf8(paper);
    });
}

void HostExchange::importPaper(const QString& text, const QString& name, Reply<QString> reply)
{
    answer(reply, [&](ExchangeDesk& desk) { return desk.importPaper(text.toUtf8(), name); });
}

} // namespace busheng
