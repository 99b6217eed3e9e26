// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"

namespace busheng::test {

inline const DatabaseConfig kSource{QStringLiteral("人社库"), QStringLiteral("sqlite"), QStringLiteral("/数据/源.db")};
inline const DatabaseConfig kTarget{QStringLiteral("target_1"), QStringLiteral("sqlite"), QStringLiteral("/data/t.db")};
inline const DatasetConfig kDataset{QStringLiteral("行政区划"),
                                    QStringLiteral("人社库"),
                                    Route::FullCopy,
                                    {QStringLiteral("street"), QStringLiteral("village \"x\", 表")},
                                    {QStringLiteral("000000"), QStringLiteral("340000-LWJC")},
                                    QString(),
                                    QString(),
                                    300,
                                    QStringLiteral("daily 02:30")};
inline const LinkConfig kLink{QStringLiteral("340000"),
                              QStringLiteral("安徽省人社厅"),
                              QStringLiteral("10.0.0.1:7443,[fe80::1%eth0]:7443"),
                              false,
                              QStringLiteral("8MiB/s, mon-fri 08:30-18:00 2MiB/s"),
                              QStringLiteral("pause")};
inline const SubscriptionConfig kSubscription{
    QStringLiteral("sub-1"),
    QStringLiteral("340000"),
    QStringLiteral("区划"),
    QStringLiteral("target_1"),
    true,
    false,
    true,
    NewColumns::Ignore,
    QStringLiteral("档案"),
    {{QStringLiteral("street"), QStringLiteral("路"), {QStringLiteral("id")}, {}, QStringLiteral("id > 1")}},
    true,
    QStringLiteral("daily 02:30"),
    QStringLiteral("setAside"),
    QStringLiteral("newer:更新时间"),
    QStringLiteral("stop"),
    true};

/// One of each kind.
inline Result<> saveSamples(Journal& journal)
{
    ENGINE_TRY(journal.saveSource(kSource));
    ENGINE_TRY(journal.saveTarget(kTarget));
    ENGINE_TRY(journal.saveDataset(kDataset));
    ENGINE_TRY(journal.saveLink(kLink));
    return journal.saveSubscription(kSubscription);
}

} // namespace busheng::test
