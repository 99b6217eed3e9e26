// SPDX-License-Identifier: GPL-3.0-or-later
// Exchange: what is offered, who signs and checks its steps, and whether rows that go out are approved.
#include "engine/base/log.h"
#include "engine/host/database_drivers.h"
#include "engine/host/node_runtime.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

namespace busheng {

void NodeRuntime::makeExchange()
{
    m_exchange = std::make_unique<ExchangeDesk>(ExchangeDesk::Context{
        m_config.code, *m_journal, m_seams.clock, m_seams.random, *m_alarms,
        [this](const LedgerEntry& line) { return m_evidence->note(line); },
        [this](const ExchangeStep& step) { return signStep(step); },
        [this](const ExchangePaper& paper) { return checkStep(paper); },
        [this](const QString& peer, const control::Body& body) { m_links->send(peer, control::encode(0, body)); },
        [this](const QString& peer, const DatasetOffer& offer) { return maySee(peer, offer); },
        [this](const QString& peer) { return mayPass(peer, LinkRight::TakeTables); },
        [this] {
            ++m_exchangeChanges;
            holdUnapproved();
            Q_EMIT changed();
        }});
    connect(&m_exchangeTimer, &QTimer::timeout, this, [this] {
        m_exchange->look();
        renewOffers();
    });
    m_exchangeTimer.start(tuning::kExchangeEveryMs);
}

/// The files as they are now: a certificate may have been renewed.
Result<ExchangePaper> NodeRuntime::signStep(const ExchangeStep& step) const
{
    ENGINE_TRY_AS(const auto identity, Sm2Identity::create(m_identityFiles.sm2, m_identityFiles.privateKeys()));
    return signPaper(step, *identity);
}

Result<> NodeRuntime::checkStep(const ExchangePaper& paper) const
{
    ENGINE_TRY_AS(const auto identity, Sm2Identity::create(m_identityFiles.sm2, m_identityFiles.privateKeys()));
    ENGINE_TRY_AS(const RevocationLists lists, RevocationLists::read(m_identityFiles.revocationLists));
    return checkPaper(paper, *identity, lists, m_seams.clock.utcMs(), m_identityFiles.listGraceMs);
}

/// A peer without a link yet may apply by hand for what is given on application.
bool NodeRuntime::maySee(const QString& peer, const DatasetOffer& offer) const
{
    if (!m_linkStates.contains(peer))
        return offer.onApplication;
    if (!mayPass(peer, LinkRight::GiveTables))
        return false;
    const auto dataset = std::ranges::find(m_configuration.datasets, offer.dataset, &DatasetConfig::name);
    return dataset != m_configuration.datasets.end() && (dataset->onApplication || dataset->grantedTo.contains(peer));
}

/// Fails: Auth EXC_NO_APPROVAL.
Result<> NodeRuntime::requireApproved(const QString& peer, const DatasetConfig& dataset, BytesView shape) const
{
    if (!dataset.onApplication)
        return {};
    ENGINE_TRY_AS(const std::vector<TableMapping> wanted, decodeMappings(shape));
    const QString why = m_exchange->beyond(peer, dataset.name, wanted);
    if (why.isEmpty())
        return {};
    return fail(makeEvent(ErrorCode::Auth, events::EXC_NO_APPROVAL, {dataset.name, peer, why},
                          QStringLiteral("%1 may not have this of dataset %2: %3").arg(peer, dataset.name, why)));
}

/// What goes out without an approval, from now on, waits where it is.
void NodeRuntime::holdUnapproved()
{
    for (const auto& [key, record] : m_outRecords) {
        const auto dataset = std::ranges::find(m_configuration.datasets, record.dataset, &DatasetConfig::name);
        if (dataset == m_configuration.datasets.end() || !m_outStreams.contains(key))
            continue;
        if (auto approved = requireApproved(key.first, *dataset, record.shape); !approved)
            holdOutStream(key, events::EXC_NO_APPROVAL, approved.error().args);
    }
}

DatasetOffer NodeRuntime::offerOf(const DatasetConfig& dataset) const
{
    DatasetOffer offer{m_config.code,
                       dataset.name,
                       dataset.title,
                       dataset.description,
                       dataset.contact,
                       dataset.refresh,
                       routeName(dataset.route),
                       dataset.onApplication,
                       {}};
    const auto known = m_offered.find(dataset.name);
    if (known == m_offered.end() || !known->second.schema) {
        for (const QString& table : dataset.tables)
            offer.tables.push_back({table, {}});
        return offer;
    }
    for (const TableSchema& table : known->second.schema->tables) {
        OfferedTable shown{table.name, {}};
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const ColumnSchema& column = table.columns[i];
            const bool isKey =
                std::ranges::find(table.keyColumns, static_cast<std::uint32_t>(i)) != table.keyColumns.end();
            const QString name = table.name + u'.' + column.name;
            const bool isSensitive = std::ranges::any_of(dataset.sensitive, [&name](const QString& marked) {
                return marked == name || name == QString(QStringLiteral("public.") + marked);
            });
            shown.columns.push_back({column.name, column.declaredType, isKey, isSensitive});
        }
        offer.tables.push_back(std::move(shown));
    }
    return offer;
}

/// Offers follow the configuration at once, and the source as it is read: at first, when the tables change, and once
/// a minute while that fails.
void NodeRuntime::renewOffers()
{
    std::vector<DatasetOffer> offers;
    for (const DatasetConfig& dataset : m_configuration.datasets) {
        if (!dataset.onApplication && dataset.grantedTo.isEmpty())
            continue;
        readOffered(dataset);
        offers.push_back(offerOf(dataset));
    }
    m_exchange->setOwnOffers(std::move(offers));
}

void NodeRuntime::readOffered(const DatasetConfig& dataset)
{
    const auto source = std::ranges::find(m_configuration.sources, dataset.source, &DatabaseConfig::name);
    if (source == m_configuration.sources.end() || !dataset.onApplication)
        return;
    OfferedStructure& known = m_offered[dataset.name];
    if (known.isReading || (known.schema && known.source == *source && known.tables == dataset.tables))
        return;
    known = {*source, dataset.tables, {}, true};
    const std::uint64_t id = ++m_lastLook;
    const auto finish = [this, id, name = dataset.name](const Result<DatasetSchema>& read) {
        post([this, id, name, read] {
            m_looks.erase(id);
            OfferedStructure& structure = m_offered[name];
            structure.isReading = false;
            if (read)
                structure.schema = *read;
            else
                qCWarning(logHost).noquote() << "columns of dataset" << name << "not read:" << read.error().toString();
            if (read)
                renewOffers();
        });
    };
    m_looks[id] = std::make_unique<WorkerThread>(
        QStringLiteral("errand.") + dataset.name,
        [finish, from = *source, tables = dataset.tables](std::stop_token stop) {
            finish(readSourceSchema(from, tables, std::move(stop)));
        },
        [finish](const Error& error) { finish(fail(error)); });
}

bool NodeRuntime::onExchange(const QString& peer, const control::Body& body)
{
    if (const auto* offer = std::get_if<control::Offer>(&body))
        m_exchange->onOffer(peer, *offer);
    else if (const auto* offers = std::get_if<control::DatasetOffers>(&body))
        m_exchange->onOffers(peer, *offers);
    else if (const auto* paper = std::get_if<control::Paper>(&body))
        m_exchange->onPaper(peer, *paper);
    else if (const auto* taken = std::get_if<control::PaperTaken>(&body))
        m_exchange->onPaperTaken(peer, *taken);
    else
        return false;
    return true;
}

} // namespace busheng
