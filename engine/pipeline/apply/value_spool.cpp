// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/value_spool.h"

#include "engine/model/events.h"

#include <QDir>

namespace busheng {
namespace {

constexpr qint64 kPiece = 256 * 1024;

} // namespace

Failure ValueSpool::failed(const QString& doing) const
{
    Error error = makeTransient(ErrorCode::Storage, events::DSK_FULL, doing);
    error.native = m_file->errorString();
    error.args = {m_directory, error.native};
    return fail(std::move(error));
}

Result<> ValueSpool::begin(const ValuePart& part, std::uint32_t tableId)
{
    m_place = {tableId, Bytes(part.key), {part.column, part.isText}};
    m_isNull = part.isNull;
    m_size = part.total;
    m_digest.assign(part.digest);
    m_hash.reset();
    m_file = std::make_unique<QTemporaryFile>(QDir(m_directory).filePath(QStringLiteral("value-XXXXXX")));
    return m_size == 0 || m_file->open() ? Result<>() : failed(QStringLiteral("keeping a large value"));
}

Result<> ValueSpool::append(BytesView bytes)
{
    const auto size = static_cast<qsizetype>(bytes.size());
    m_hash.addData(QByteArrayView(bytes.data(), size));
    return size == 0 || m_file->write(bytes.data(), size) == size ? Result<>()
                                                                  : failed(QStringLiteral("keeping a large value"));
}

Result<bool> ValueSpool::take(const RowChange& part)
{
    ValuePart said;
    const bool isNext = m_progress.isUnderWay();
    bool isWhole = false;
    if (!readValuePart(part, said) || !m_progress.take(part, isWhole))
        return fail(ErrorCode::Protocol, QStringLiteral("a part of a value that may not come here"));
    if (!isNext)
        ENGINE_TRY(begin(said, part.tableId));
    const bool isSame = said.key == m_place.key && said.column == m_place.column.name && said.digest == m_digest &&
                        said.isText == m_place.column.isText;
    if (!isSame)
        return fail(ErrorCode::Protocol, QStringLiteral("a part of another row's value"));
    ENGINE_TRY(append(said.bytes));
    if (!isWhole)
        return false;
    if (!m_isNull && view(m_hash.result()) != m_digest)
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("a value of column %1 is not what its source read: it has another "
                                   "digest")
                        .arg(said.column));
    if (m_size > 0 && !m_file->flush())
        return failed(QStringLiteral("keeping a large value"));
    return true;
}

void ValueSpool::clear()
{
    m_progress = {};
    m_file.reset();
    m_place = {};
}

Result<> ValueSpool::read(const std::function<Result<>(BytesView piece)>& sink)
{
    if (m_size == 0)
        return {};
    if (!m_file->seek(0))
        return failed(QStringLiteral("reading a large value"));
    QByteArray piece(kPiece, Qt::Uninitialized);
    for (std::uint64_t done = 0; done < m_size;) {
        const qint64 got = m_file->read(piece.data(), kPiece);
        if (got <= 0)
            return failed(QStringLiteral("reading a large value"));
        ENGINE_TRY(sink(BytesView(piece.constData(), static_cast<std::size_t>(got))));
        done += static_cast<std::uint64_t>(got);
    }
    return {};
}

} // namespace busheng
