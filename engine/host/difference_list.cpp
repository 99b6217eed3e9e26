// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/difference_list.h"

#include "engine/api/json.h"
#include "engine/host/tuning.h"

#include <QJsonDocument>

namespace busheng {
namespace {

constexpr std::size_t kPage = 500;
const QLatin1String kCells("cells");

} // namespace

RowDifferenceRecord recordOf(const Difference& difference)
{
    const QJsonArray cells = toJson(difference).value(kCells).toArray();
    return {difference.kind, difference.table, difference.key, difference.range,
            QString::fromUtf8(QJsonDocument(cells).toJson(QJsonDocument::Compact))};
}

Difference differenceOf(const RowDifferenceRecord& record)
{
    const QJsonArray cells = QJsonDocument::fromJson(record.cells.toUtf8()).array();
    Difference difference = differenceFromJson({{kCells, cells}});
    difference.kind = record.kind;
    difference.table = record.table;
    difference.key = record.key;
    difference.range = record.range;
    return difference;
}

Result<ComparisonRecords> DifferenceList::records()
{
    if (!m_journal) {
        ENGINE_TRY_AS(m_journal, Journal::open(m_journalPath));
    }
    return ComparisonRecords(*m_journal);
}

Result<qint64> DifferenceList::goOnBehind(quint64 listed)
{
    m_waiting.clear();
    m_listed = listed;
    ENGINE_TRY_AS(ComparisonRecords kept, records());
    ENGINE_TRY(kept.cutRows(m_verification, static_cast<qint64>(listed)));
    if (listed == 0)
        return 0;
    ENGINE_TRY_AS(const auto last, kept.rows({m_verification, {}, {}, 0, {}}, static_cast<qint64>(listed) - 1, 1));
    return last.empty() ? 0 : last.front().range;
}

Result<bool> DifferenceList::add(const Difference& difference)
{
    if (m_listed >= tuning::kDifferencesListed || m_bytes >= tuning::kDifferencesListedBytes)
        return false;
    m_waiting.push_back(recordOf(difference));
    ++m_listed;
    m_bytes += m_waiting.back().key.size() + m_waiting.back().cells.size();
    if (m_waiting.size() >= kPage)
        ENGINE_TRY(flush());
    return true;
}

Result<> DifferenceList::flush()
{
    if (m_waiting.empty())
        return {};
    ENGINE_TRY_AS(ComparisonRecords kept, records());
    const qint64 first = static_cast<qint64>(m_listed - m_waiting.size()) + 1;
    ENGINE_TRY(kept.keepRows(m_verification, first, m_waiting));
    m_waiting.clear();
    return {};
}

} // namespace busheng
