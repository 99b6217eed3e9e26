// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_binlog_stream.h"

#include <mariadb/mysql.h>

#include <mariadb/mariadb_rpl.h>

#include <array>
#include <chrono>
#include <cstring>

namespace busheng {
namespace {

constexpr std::size_t kMostAhead = 8U << 20;
constexpr char kEnd = '\xfe'; ///< of a packet of fewer bytes than kMostEndBytes: no more will come
constexpr std::size_t kMostEndBytes = 9;
/// A sign of life of a quiet server, in nanoseconds.
const QString kHeartbeat = QStringLiteral("SET @master_heartbeat_period = 1000000000");

} // namespace

struct MyBinlogStream::Handle {
    MARIADB_RPL* rpl = nullptr;

    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { mariadb_rpl_close(rpl); }
};

MyBinlogStream::MyBinlogStream(std::unique_ptr<MyConnection> connection) : m_connection(std::move(connection)) {}

Result<std::unique_ptr<MyBinlogStream>> MyBinlogStream::open(const Options& options)
{
    ENGINE_TRY_AS(auto connection, MyConnection::open(options.connection));
    std::unique_ptr<MyBinlogStream> stream(new MyBinlogStream(std::move(connection)));
    ENGINE_TRY(stream->begin(options));
    MyBinlogStream* const self = stream.get();
    stream->m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("binlog.") + options.connection.name,
        [self](std::stop_token stop) { self->read(std::move(stop)); },
        [self](const Error& error) {
            const std::lock_guard lock(self->m_mutex);
            self->m_error = error;
            self->m_hasEnded = true;
            self->m_changed.notify_all();
        });
    return stream;
}

Result<> MyBinlogStream::begin(const Options& options)
{
    ENGINE_TRY_AS(const QString checksum, m_connection->queryText(QStringLiteral("SELECT @@global.binlog_checksum")));
    m_hasChecksums = checksum != u"NONE";
    // 4: a slave that knows MariaDB's own GTID events.
    for (const QString& sql : {QStringLiteral("SET @mariadb_slave_capability = 4"), kHeartbeat,
                               QStringLiteral("SET @master_binlog_checksum = @@global.binlog_checksum")})
        ENGINE_TRY(m_connection->execute(sql));
    m_handle = std::make_unique<Handle>();
    m_handle->rpl = mariadb_rpl_init(m_connection->native());
    if (m_handle->rpl == nullptr)
        return fail(ErrorCode::Internal, QStringLiteral("Connector/C has no replication of version 2"));
    const QByteArray file = options.from.file.toUtf8();
    mariadb_rpl_optionsv(m_handle->rpl, MARIADB_RPL_FILENAME, file.constData(), static_cast<std::size_t>(file.size()));
    mariadb_rpl_optionsv(m_handle->rpl, MARIADB_RPL_START, static_cast<unsigned long>(options.from.offset));
    mariadb_rpl_optionsv(m_handle->rpl, MARIADB_RPL_SERVER_ID, options.serverId);
    if (mariadb_rpl_open(m_handle->rpl) != 0)
        return fail(m_connection->errorOf(QStringLiteral("reading the binary log")));
    return {};
}

MyBinlogStream::~MyBinlogStream()
{
    if (m_thread) {
        m_thread->requestStop();
        m_connection->interrupt();
    }
    m_thread.reset();
}

void MyBinlogStream::read(std::stop_token stop)
{
    // Not by mariadb_rpl_fetch(): it takes events apart, and those of MySQL not as MySQL means them.
    MYSQL* const server = m_connection->native();
    bool hasEnded = false;
    while (!stop.stop_requested()) {
        const unsigned long size = mysql_net_read_packet(server);
        if (size == packet_error)
            break;
        const BytesView packet(reinterpret_cast<const char*>(server->net.read_pos), size);
        hasEnded = packet.empty() || (packet[0] == kEnd && size < kMostEndBytes);
        if (hasEnded)
            break;
        give(packet.substr(1), stop); // a byte that says "event" stands before it
    }
    Error error = m_connection->errorOf(QStringLiteral("reading the binary log"));
    if (hasEnded) {
        error.native = QStringLiteral("0 the server ended the stream");
        error.transient = true;
    }
    const std::lock_guard lock(m_mutex);
    m_error = std::move(error);
    m_hasEnded = true;
    m_changed.notify_all();
}

void MyBinlogStream::give(BytesView event, std::stop_token stop)
{
    const auto size = static_cast<std::uint32_t>(event.size());
    std::array<char, sizeof(size)> head{};
    std::memcpy(head.data(), &size, sizeof(size));
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, stop, [this] { return m_coming.size() < kMostAhead; }))
        return;
    const bool wasEmpty = m_coming.empty();
    m_coming.append(head.data(), head.size());
    m_coming.append(event);
    lock.unlock();
    if (wasEmpty)
        m_changed.notify_all();
}

Result<std::optional<BytesView>> MyBinlogStream::next()
{
    if (m_at == m_here.size()) {
        m_here.clear();
        if (m_here.capacity() > 2 * kMostAhead)
            Bytes().swap(m_here); // a large event's: the next one is far away
        m_at = 0;
        std::unique_lock lock(m_mutex);
        m_here.swap(m_coming);
        if (m_here.empty() && m_hasEnded)
            return fail(*m_error);
        const bool wasFull = m_here.size() >= kMostAhead;
        lock.unlock();
        if (wasFull)
            m_changed.notify_all();
        if (m_here.empty())
            return std::optional<BytesView>();
    }
    std::uint32_t size = 0;
    std::memcpy(&size, m_here.data() + m_at, sizeof(size));
    const BytesView event = BytesView(m_here).substr(m_at + sizeof(size), size);
    m_at += sizeof(size) + size;
    return std::optional(event);
}

bool MyBinlogStream::wait(int timeoutMs)
{
    if (m_at != m_here.size())
        return true;
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                              [this] { return !m_coming.empty() || m_hasEnded; });
}

} // namespace busheng
