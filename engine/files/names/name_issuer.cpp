// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/name_issuer.h"

#include <QDateTime>

namespace busheng {

NameResult<UploadName> issueName(const NameRequest& request, const QDate& today, const QTime& now,
                                 const IsTaken& isTaken)
{
    // As UTC: the wall clock's digits are counted on, no zone has a say in them.
    const QDateTime first(today, QTime(now.hour(), now.minute(), now.second()), Qt::UTC);
    for (int ahead = 0; ahead <= kMostSecondsAhead; ++ahead) {
        const QDateTime second = first.addSecs(ahead);
        const UploadName made{request.region, request.initials, second.date(), second.time(), 0, request.suffix};
        const QByteArray bytes = made.toString().toUtf8();
        auto checked = parseUploadName(view(bytes));
        if (!checked)
            return checked;
        if (*checked != made) // the fields ran into each other, as a suffix with digits before its dot would
            return refuseName(NameFault::SuffixInvalid, bytes.size(), 0, {request.suffix});
        if (!isTaken(made))
            return made;
    }
    return refuseName(NameFault::SecondsTaken, 0, 0, {QString::number(kMostSecondsAhead)});
}

} // namespace busheng
