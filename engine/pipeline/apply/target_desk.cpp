// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/target_desk.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng {

void eachOnce(std::vector<RowToResend>& rows)
{
    const auto order = [](const RowToResend& a, const RowToResend& b) {
        return std::tie(a.table, a.key) < std::tie(b.table, b.key);
    };
    std::ranges::sort(rows, order);
    const auto same = [](const RowToResend& a, const RowToResend& b) { return a.table == b.table && a.key == b.key; };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
}

Failure notOpen(const ExceptionRecord& record, const QString& kind)
{
    const QString is = record.kind + u' ' + record.state;
    const QString expected = (kind.isEmpty() ? QString() : kind + u' ') + QStringLiteral("open");
    return fail(makeEvent(ErrorCode::Config, events::FLT_STATE, {QString::number(record.id), is, expected},
                          QStringLiteral("exception %1 is %2").arg(record.id).arg(is)));
}

} // namespace busheng
