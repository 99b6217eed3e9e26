// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/ledger_export.h"

#include "engine/model/events.h"

#include <QDateTime>
#include <QSaveFile>
#include <QTemporaryDir>

namespace busheng {
namespace {

constexpr int kPage = 1000;
constexpr qint64 kClockSlackMs = 1000; ///< a seal's time is the engine's

Failure notWritten(const QSaveFile& file)
{
    return fail(
        makeEvent(ErrorCode::Storage, events::DSK_ERROR, {file.fileName(), file.errorString()}, file.errorString()));
}

} // namespace

LedgerExport::LedgerExport(EngineClient& client, const QString& path, QObject* parent)
    : QObject(parent), m_client(client), m_path(path), m_feed(std::make_shared<Feed>())
{
}

LedgerExport::~LedgerExport()
{
    cancel();
}

void LedgerExport::cancel()
{
    if (m_thread)
        m_thread->requestStop(); // wakes it; it is joined at the end
}

void LedgerExport::start()
{
    m_client.request<void>(
        this, [](EngineApi& engine, Reply<> reply) { engine.security().sealLedger(std::move(reply)); },
        [this](const Result<>& isSealed) {
            if (!isSealed)
                return end(fail(isSealed.error()));
            askKeys();
        });
}

void LedgerExport::askKeys()
{
    using Keys = std::vector<EvidenceKey>;
    m_client.request<Keys>(
        this, [](EngineApi& engine, Reply<Keys> reply) { engine.security().evidenceKeys(std::move(reply)); },
        [this](const Result<Keys>& keys) {
            if (!keys)
                return end(fail(keys.error()));
            begin(*keys);
        });
}

void LedgerExport::begin(std::vector<EvidenceKey> keys)
{
    LedgerFileHead head;
    head.node = m_client.latest().code;
    head.exportedUtcMs = QDateTime::currentMSecsSinceEpoch();
    head.keys = std::move(keys);
    const auto bringBack = [this](const Result<LedgerCheck>& check, const std::stop_token& stop) {
        if (!stop.stop_requested())
            QMetaObject::invokeMethod(
                this, [this, check] { end(check); }, Qt::QueuedConnection);
    };
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("ledger-export"),
        [this, head, bringBack](const std::stop_token& stop) { bringBack(write(head, stop), stop); },
        [bringBack](const Error& error) { bringBack(fail(error), {}); });
}

void LedgerExport::end(const Result<LedgerCheck>& check)
{
    Q_EMIT finished(check);
}

void LedgerExport::askLines(qint64 after)
{
    Q_EMIT progress(after);
    m_client.request<std::vector<LedgerRow>>(
        this,
        [after](EngineApi& engine, Reply<std::vector<LedgerRow>> reply) {
            engine.security().ledgerLines(after, kPage, std::move(reply));
        },
        [this](const Lines& lines) {
            {
                const std::lock_guard lock(m_feed->mutex);
                m_feed->lines = lines;
            }
            m_feed->ready.notify_all();
        });
}

LedgerExport::Lines LedgerExport::nextLines(qint64 after, const std::stop_token& stop)
{
    QMetaObject::invokeMethod(
        this, [this, after] { askLines(after); }, Qt::QueuedConnection);
    std::unique_lock lock(m_feed->mutex);
    if (!m_feed->ready.wait(lock, stop, [this] { return m_feed->lines.has_value(); }))
        return fail(ErrorCode::Cancelled, QStringLiteral("the export was cancelled"));
    Lines lines = std::move(*m_feed->lines);
    m_feed->lines.reset();
    return lines;
}

Result<LedgerCheck> LedgerExport::write(const LedgerFileHead& head, const std::stop_token& stop)
{
    if (!m_path.isEmpty())
        return writeInto(m_path, head, stop);
    const QTemporaryDir directory;
    return writeInto(directory.filePath(QStringLiteral("ledger.jsonl")), head, stop);
}

Result<LedgerCheck> LedgerExport::writeInto(const QString& path, const LedgerFileHead& head,
                                            const std::stop_token& stop)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return notWritten(file);
    ENGINE_TRY_AS(LedgerFileWriter writer, LedgerFileWriter::begin(file, head));
    qint64 after = 0;
    // Lines that come meanwhile are for the next export: this one ends with its seal.
    for (bool isSealed = false; !isSealed;) {
        ENGINE_TRY_AS(const std::vector<LedgerRow> lines, nextLines(after, stop));
        if (lines.empty())
            break;
        for (const LedgerRow& line : lines) {
            ENGINE_TRY(writer.add(line));
            isSealed = line.kind == u"seal" && line.utcMs >= head.exportedUtcMs - kClockSlackMs;
            if (isSealed)
                break;
        }
        after = lines.back().id;
    }
    ENGINE_TRY(writer.end());
    if (!file.commit())
        return notWritten(file);
    return checkLedgerFile(path);
}

} // namespace busheng
