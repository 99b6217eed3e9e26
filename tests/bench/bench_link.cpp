// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"
#include "engine/base/clock.h"
#include "engine/base/process_info.h"
#include "engine/net/session_dialer.h"
#include "engine/net/session_listener.h"
#include "tests/bench/bare_tls.h"
#include "tests/bench/bench.h"

#include <QEventLoop>
#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

namespace busheng::bench {
namespace {

constexpr qint64 kBytes = 1LL << 30;
constexpr std::size_t kMessage = 1 << 20;
constexpr int kHandshakes = 200;
constexpr int kRoundTrips = 5'000;
constexpr int kRoundTripBytes = 256;
constexpr int kIdleLinks = 1'000;
constexpr int kPatienceMs = 120'000;
const QString kMinistry = QStringLiteral("100000");
const QString kProvince = QStringLiteral("340000");

TlsContext::Files identityOf(const QString& directory)
{
    const QString folder = directory + QStringLiteral("/identity/");
    return {folder + QStringLiteral("node.crt"),
            folder + QStringLiteral("node.key"),
            folder + QStringLiteral("authority.crt"),
            folder + QStringLiteral("crl"),
            {folder + QStringLiteral("sm2-sign.crt"), folder + QStringLiteral("sm2-sign.key"),
             folder + QStringLiteral("sm2-authority.crt")}};
}

Session::Options optionsOf(const QString& code)
{
    Session::Options options;
    options.ownCode = code;
    options.bootId.fill(code.at(0).toLatin1());
    options.pingMs = 3'600'000; // idle is idle
    options.silenceMs = 7'200'000;
    return options;
}

/// The ministry in a thread of its own, as a node has it: counts what comes, and sends back what it is told to.
class Ministry : public QObject {
    Q_OBJECT
public:
    explicit Ministry(std::unique_ptr<TlsContext> tls)
        : m_tls(std::move(tls)), m_listener(
                                     {optionsOf(kMinistry), 64, 1'000'000, 1'000'000}, *m_tls, systemClock(),
                                     [](const QString&) { return true; },
                                     [this](std::unique_ptr<Session> session) { take(std::move(session)); },
                                     [](const QString&, const Error&) {}, this)
    {
    }
    Result<PeerAddress> listen()
    {
        ENGINE_TRY(m_listener.listen({QStringLiteral("127.0.0.1"), 0}));
        return m_listener.address();
    }

Q_SIGNALS:
    void got(qint64 bytes);

private:
    void take(std::unique_ptr<Session> session)
    {
        Session* const raw = session.get();
        m_sessions.push_back(std::move(session));
        connect(raw, &Session::messageReceived, this, [this, raw](const Message& message) {
            if (message.type == MessageType::Control) {
                raw->send(message);
                return;
            }
            m_bytes += static_cast<qint64>(message.payload.size());
            Q_EMIT got(m_bytes);
        });
    }

    std::unique_ptr<TlsContext> m_tls;
    SessionListener m_listener;
    std::vector<std::unique_ptr<Session>> m_sessions;
    qint64 m_bytes = 0;
};

/// A ministry that runs, and what a province needs to dial it.
class Bed {
public:
    static Result<std::unique_ptr<Bed>> make(const QString& ministry, const QString& province)
    {
        std::unique_ptr<Bed> bed(new Bed);
        ENGINE_TRY_AS(auto tls, TlsContext::create(identityOf(ministry)));
        ENGINE_TRY_AS(bed->m_tls, TlsContext::create(identityOf(province)));
        bed->m_thread.start();
        bed->m_context.moveToThread(&bed->m_thread);
        Result<PeerAddress> listening;
        QMetaObject::invokeMethod(
            &bed->m_context,
            [&] {
                bed->m_ministry = std::make_unique<Ministry>(std::move(tls));
                listening = bed->m_ministry->listen();
            },
            Qt::BlockingQueuedConnection);
        ENGINE_TRY_AS(bed->m_address, listening);
        return bed;
    }
    ~Bed()
    {
        QMetaObject::invokeMethod(
            &m_context, [this] { m_ministry.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    Ministry& ministry() { return *m_ministry; }

    /// Dials, and waits until the session is open.
    Result<std::unique_ptr<Session>> dial()
    {
        std::unique_ptr<Session> open;
        QEventLoop loop;
        Error failure = makeError(ErrorCode::Timeout, QStringLiteral("no session"));
        SessionDialer dialer(
            {{m_address}, kMinistry, optionsOf(kProvince), 5'000}, *m_tls, systemClock(), systemRandom(),
            [](const QString&) { return true; },
            [&](std::unique_ptr<Session> session) {
                open = std::move(session);
                loop.quit();
            },
            [&](const QString&, const Error& why) {
                failure = why;
                loop.quit();
            });
        dialer.start();
        QTimer::singleShot(kPatienceMs, &loop, &QEventLoop::quit);
        loop.exec();
        if (!open)
            return fail(failure);
        return open;
    }

private:
    Bed() = default;

    QThread m_thread;
    QObject m_context;                    ///< of that thread
    std::unique_ptr<Ministry> m_ministry; ///< lives and dies in it
    std::unique_ptr<TlsContext> m_tls;
    PeerAddress m_address;
};

double secondsSince(qint64 ns)
{
    return static_cast<double>(systemClock().monotonicNs() - ns) / 1e9;
}

Result<double> throughput(Bed& bed)
{
    ENGINE_TRY_AS(const std::unique_ptr<Session> session, bed.dial());
    QEventLoop loop;
    QObject::connect(&bed.ministry(), &Ministry::got, &loop, [&loop](qint64 bytes) {
        if (bytes >= kBytes)
            loop.quit();
    });
    qint64 sent = 0;
    const auto feed = [&] {
        while (sent < kBytes && session->bytesWaiting() < 4 << 20) {
            session->send({MessageType::Packet, 1, Bytes(kMessage, 'x')});
            sent += kMessage;
        }
    };
    QObject::connect(session.get(), &Session::bytesWaitingChanged, &loop, feed);
    const qint64 begin = systemClock().monotonicNs();
    feed();
    QTimer::singleShot(kPatienceMs, &loop, [&loop] { loop.exit(1); });
    if (loop.exec() != 0)
        return fail(ErrorCode::Timeout, QStringLiteral("the bytes do not arrive"));
    return static_cast<double>(kBytes) / (1 << 20) / secondsSince(begin);
}

Result<double> handshakes(Bed& bed)
{
    const qint64 begin = systemClock().monotonicNs();
    for (int i = 0; i < kHandshakes; ++i)
        ENGINE_TRY(bed.dial());
    return kHandshakes / secondsSince(begin);
}

Result<double> roundTrip(Bed& bed)
{
    ENGINE_TRY_AS(const std::unique_ptr<Session> session, bed.dial());
    const Message question{MessageType::Control, 1, Bytes(kRoundTripBytes, 'x')};
    QEventLoop loop;
    int left = kRoundTrips;
    QObject::connect(session.get(), &Session::messageReceived, &loop, [&](const Message&) {
        if (--left > 0)
            session->send(question);
        else
            loop.quit();
    });
    const qint64 begin = systemClock().monotonicNs();
    session->send(question);
    QTimer::singleShot(kPatienceMs, &loop, [&loop] { loop.exit(1); });
    if (loop.exec() != 0)
        return fail(ErrorCode::Timeout, QStringLiteral("the answers do not arrive"));
    return secondsSince(begin) / kRoundTrips * 1e6;
}

/// What this process has in memory now.
qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

/// KiB of one end: both are in this process.
Result<double> idleLinkKib(Bed& bed)
{
    ENGINE_TRY_AS(const std::unique_ptr<Session> first, bed.dial()); // what is needed once
    const qint64 before = residentBytes();
    std::vector<std::unique_ptr<Session>> sessions;
    for (int i = 0; i < kIdleLinks; ++i) {
        ENGINE_TRY_AS(std::unique_ptr<Session> session, bed.dial());
        sessions.push_back(std::move(session));
    }
    return static_cast<double>(residentBytes() - before) / (2.0 * kIdleLinks) / 1024;
}

using Measure = std::function<Result<double>()>;

/// The median of some rounds; the failure of the first that failed.
Row measured(Row row, const Measure& ours, const Measure& peer, const Options& options)
{
    if (!options.wants(row.name))
        return row;
    std::vector<double> own;
    std::vector<double> other;
    for (int round = 0; round < options.rounds && row.failure.isEmpty(); ++round) {
        for (const auto& [wanted, measure, values] :
             {std::tuple(options.ours, ours, &own), std::tuple(options.peer && peer != nullptr, peer, &other)}) {
            if (!wanted)
                continue;
            const auto value = measure();
            if (value)
                values->push_back(*value);
            else
                row.failure = value.error().toString();
        }
    }
    if (!own.empty())
        row.ours = median(own);
    if (!other.empty())
        row.peer = median(other);
    return row;
}

} // namespace

Result<std::vector<Row>> benchLink(const Options& options)
{
    QLoggingCategory::setFilterRules(QStringLiteral("engine.*=false")); // writing about links takes time too
    const QTemporaryDir directory;
    const QString authority = directory.filePath(QStringLiteral("authority"));
    const QString ministry = directory.filePath(kMinistry);
    const QString province = directory.filePath(kProvince);
    ENGINE_TRY(initializeNode({ministry, kMinistry, kMinistry, QString(), authority}));
    ENGINE_TRY(initializeNode({province, kProvince, kProvince, QString(), authority}));
    const BareTls bare(identityOf(province));
    const auto inBed = [&](Result<double> (*measure)(Bed&)) -> Measure {
        return [&ministry, &province, measure]() -> Result<double> {
            ENGINE_TRY_AS(const auto bed, Bed::make(ministry, province));
            return measure(*bed);
        };
    };
    const QString mib = QStringLiteral("MiB/s");
    std::vector<Row> rows;
    rows.push_back(measured(
        {QStringLiteral("link.throughput"), {}, {}, mib, {Goal::Of::RatioAtLeast, 0.8}}, inBed(throughput),
        [&] { return bare.throughput(kBytes); }, options));
    rows.push_back(measured(
        {QStringLiteral("link.handshakes"), {}, {}, QStringLiteral("1/s, ours with SM2")}, inBed(handshakes),
        [&] { return bare.handshakes(kHandshakes); }, options));
    rows.push_back(measured(
        {QStringLiteral("link.roundTrip"), {}, {}, QStringLiteral("us for 256 bytes")}, inBed(roundTrip),
        [&] { return bare.roundTrip(kRoundTrips, kRoundTripBytes); }, options));
    Options once = options;
    once.rounds = 1;
    rows.push_back(measured({QStringLiteral("link.idleMemory"),
                             {},
                             {},
                             QStringLiteral("KiB per link of 1,000"),
                             {Goal::Of::OursAtMost, 100}},
                            inBed(idleLinkKib), nullptr, once));
    return rows;
}

} // namespace busheng::bench

#include "bench_link.moc"
