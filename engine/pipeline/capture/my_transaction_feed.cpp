// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_transaction_feed.h"

#include "engine/base/clock.h"
#include "engine/model/events.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/capture/source_error.h"

#include <limits>

namespace busheng {
namespace {

constexpr std::size_t kBlockBytes = 256U << 10;
constexpr std::size_t kMostUnflushed = 64U << 20;
constexpr std::size_t kKeptBlock = 4U << 20; // of memory for the next block
constexpr qint64 kMsPerSecond = 1000;
constexpr qsizetype kStatementShown = 120;
const QString kCheckpointTable = QStringLiteral("busheng_checkpoint");

} // namespace

MyTransactionFeed::MyTransactionFeed(MyRowBuilder rows, QString source, Position given)
    : m_rows(std::move(rows)), m_source(std::move(source)), m_durable(given), m_given(given), m_seen(given)
{
}

void MyTransactionFeed::startAt(const MyLogPlace& from, bool hasChecksums)
{
    m_cursor.startAt(from, hasChecksums);
    m_isInGroup = false;
    m_seen = std::max(m_seen, here());
    m_rows.forgetNumbers();
}

Failure MyTransactionFeed::refuse(const QString& why) const
{
    return fail(makeEvent(ErrorCode::Schema, events::CAP_LOG_REFUSED, {m_source, why},
                          QStringLiteral("source %1 at %2: %3").arg(m_source, myPlaceText(here(), file()), why)));
}

Result<> MyTransactionFeed::take(BytesView bytes, CaptureSink& sink)
{
    m_hasMetNewStructure = false;
    m_metAlteration.reset();
    ENGINE_TRY_AS(const binlog::Event event, m_cursor.take(bytes));
    auto taken = takeEvent(event, sink);
    if (!taken && taken.error().code == ErrorCode::Protocol)
        return fail(withContext(std::move(taken).error(), myPlaceText(here(), file())));
    return taken;
}

Result<> MyTransactionFeed::takeEvent(const binlog::Event& event, CaptureSink& sink)
{
    using binlog::EventType;
    if (event.is(EventType::Rotate)) {
        m_rows.forgetNumbers();
        return {};
    }
    if (event.is(EventType::Heartbeat))
        return {};
    if (binlog::isRows(event))
        return takeRows(event, sink);
    switch (static_cast<EventType>(event.type)) {
    case EventType::Gtid: {
        ENGINE_TRY_AS(const binlog::Gtid gtid, binlog::readGtid(event));
        beginGroup(gtid.isStandalone());
        return {};
    }
    case EventType::GtidOfMySql:
    case EventType::AnonymousGtidOfMySql:
        beginGroup(true); // until a BEGIN comes
        return {};
    case EventType::TableMap:
        return takeDescription(event);
    case EventType::Query:
    case EventType::QueryCompressed:
        return takeQuery(event, sink);
    case EventType::Xid:
        return end(true, event, sink);
    case EventType::XaPrepare:
        if (m_begun || m_count > 0)
            return refuse(QStringLiteral("a transaction was prepared by XA; this version reads ordinary ones only"));
        return end(false, event, sink);
    case EventType::BeginLoadQuery:
    case EventType::ExecuteLoadQuery:
        return refuse(
            QStringLiteral("a statement was logged instead of its rows: %1").arg(QStringLiteral("LOAD DATA")));
    case EventType::Incident:
        return refuse(QStringLiteral("the server says that its log has a gap here"));
    default:
        if (binlog::isForeignRows(event))
            return refuse(
                QStringLiteral("its rows are in a form that is not read here (parts of JSON values, compressed "
                               "transactions)"));
        if (!binlog::isHarmless(event))
            return refuse(QStringLiteral("an event of kind %1 is not known here").arg(event.type));
        if (!m_isInGroup)
            m_seen = std::max(m_seen, here());
        return {};
    }
}

void MyTransactionFeed::beginGroup(bool isStandalone)
{
    m_isInGroup = true;
    m_isStandalone = isStandalone;
    m_isOwn = false;
    m_id = here().order;
}

Result<> MyTransactionFeed::takeDescription(const binlog::Event& event)
{
    auto known = m_rows.describe(event);
    if (!known) {
        m_hasMetNewStructure = known.error().event == events::CAP_DRIFT;
        return fail(std::move(known).error());
    }
    if (*known)
        return {};
    // "busheng_checkpoint" stands behind the database's name, each behind a length.
    const QByteArray table = kCheckpointTable.toUtf8();
    m_isOwn = m_isOwn || event.body.find(view(table)) != BytesView::npos;
    return {};
}

Result<> MyTransactionFeed::takeRows(const binlog::Event& event, CaptureSink& sink)
{
    ENGINE_TRY_AS(const std::uint64_t tableId, binlog::readTableId(event));
    if (!m_rows.isKnown(tableId) || here() <= m_given)
        return {};
    ENGINE_TRY_AS(const binlog::Rows rows, binlog::readRows(event, m_inflated));
    ENGINE_TRY_AS(const std::uint32_t count, m_rows.append(rows, m_block));
    m_count += count;
    return m_block.size() < kBlockBytes ? Result<>() : giveBlock(sink);
}

Result<> MyTransactionFeed::giveBlock(CaptureSink& sink)
{
    if (m_count == 0)
        return {};
    if (!m_begun) {
        ENGINE_TRY(toSink(sink.begin(m_id)));
        m_begun = m_id;
    }
    ENGINE_TRY(toSink(sink.operations(m_id, m_id, m_block, m_count)));
    m_changes += m_count;
    m_unflushed += m_block.size();
    m_block.clear();
    if (m_block.capacity() > kKeptBlock)
        Bytes().swap(m_block); // a large row's: the next one is far away
    m_count = 0;
    return {};
}

Result<> MyTransactionFeed::takeQuery(const binlog::Event& event, CaptureSink& sink)
{
    ENGINE_TRY_AS(const binlog::Query query, binlog::readQuery(event, m_inflated));
    const MyStatement statement = readMyStatement(query.statement, query.database);
    const bool begins = statement.kind == MyStatement::Kind::Begin; // MySQL's; MariaDB says it with the GTID
    if (!m_isInGroup)
        beginGroup(!begins);
    ENGINE_TRY(takeStatement(statement, query.statement));
    if (begins) {
        m_isStandalone = false;
        return {};
    }
    if (statement.kind == MyStatement::Kind::Commit)
        return end(true, event, sink);
    if (statement.kind == MyStatement::Kind::Rollback)
        return end(false, event, sink);
    return m_isStandalone ? end(true, event, sink) : Result<>();
}

Result<> MyTransactionFeed::takeStatement(const MyStatement& statement, BytesView text)
{
    if (here() <= m_given)
        return {};
    switch (statement.kind) {
    case MyStatement::Kind::Emptied:
        return emptyTables(statement.tables);
    case MyStatement::Kind::Moved:
        for (const QString& name : statement.tables) {
            if (m_rows.table(name) != nullptr)
                return fail(structureDrift(m_source, name,
                                           QStringLiteral("it was renamed, replaced, or lost partitions: rows came or "
                                                          "went that the log does not name")));
        }
        return {};
    case MyStatement::Kind::Rows:
        return refuse(QStringLiteral("a statement was logged instead of its rows: %1")
                          .arg(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
                                   .simplified()
                                   .left(kStatementShown)));
    case MyStatement::Kind::Definition:
        return stopAtAlteration(statement.tables);
    default:
        return {};
    }
}

Result<> MyTransactionFeed::stopAtAlteration(const QStringList& names)
{
    if (m_rows.haveNames() || here() <= m_knownAlterations)
        return {};
    for (const QString& name : names) {
        if (m_rows.table(name) == nullptr)
            continue;
        m_hasMetNewStructure = true;
        m_metAlteration = here();
        return fail(structureDrift(m_source, name,
                                   QStringLiteral("it was altered again before what it was like could be read")));
    }
    return {};
}

Result<> MyTransactionFeed::emptyTables(const QStringList& names)
{
    ByteWriter writer(m_block);
    for (const TableSchema& table : m_rows.tables()) {
        const QString database = table.name.section(u'.', 0, 0) + QStringLiteral(".*");
        const Qt::CaseSensitivity byCase = m_rows.caseOfNames();
        if (!names.contains(table.name, byCase) && !names.contains(database, byCase))
            continue;
        writeChange(writer, {ChangeKind::Truncate, table.id, {}, {}});
        ++m_count;
    }
    return {};
}

/// The group at hand ends with this event.
Result<> MyTransactionFeed::end(bool isCommit, const binlog::Event& event, CaptureSink& sink)
{
    m_isInGroup = false;
    if (!isCommit || m_isOwn) {
        m_block.clear();
        m_count = 0;
        if (m_begun)
            ENGINE_TRY(toSink(sink.abort(*m_begun, *m_begun)));
        m_begun.reset();
    } else {
        ENGINE_TRY(giveBlock(sink));
    }
    if (m_begun) {
        ENGINE_TRY(toSink(sink.commit(*m_begun, here(), static_cast<qint64>(event.timestamp) * kMsPerSecond)));
        m_begun.reset();
        m_given = here();
    }
    m_isOwn = false;
    m_seen = std::max(m_seen, here());
    return {};
}

Result<> MyTransactionFeed::settle(CaptureSink& sink)
{
    if (m_isInGroup && m_given == m_durable && m_unflushed < kMostUnflushed)
        return {};
    if (!m_begun && m_seen > m_given) {
        ENGINE_TRY(toSink(sink.heartbeat(m_seen, systemClock().utcMs())));
        m_given = m_seen;
    }
    if (m_given == m_durable && m_unflushed < kMostUnflushed)
        return {};
    ENGINE_TRY(toSink(sink.flush()));
    m_durable = m_given;
    m_begunAtFlush = m_begun;
    m_unflushed = 0;
    return {};
}

Result<> MyTransactionFeed::undo(CaptureSink& sink)
{
    m_block.clear();
    m_count = 0;
    m_isInGroup = false;
    m_isOwn = false;
    m_rows.forgetNumbers();
    if (std::exchange(m_hasSinkFailed, false)) {
        // It went back to its last flush by itself.
        m_begun = m_begunAtFlush;
        m_given = m_seen = m_durable;
        m_unflushed = 0;
        m_isStale = m_begun.has_value();
        return {};
    }
    m_seen = m_given;
    if (m_begun) {
        m_isStale = true;
        ENGINE_TRY(toSink(sink.abort(*m_begun, *m_begun)));
        m_begun.reset();
        m_isStale = false;
    }
    return settle(sink);
}

} // namespace busheng
