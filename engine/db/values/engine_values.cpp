// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/common_type.h"

#include "engine/db/values/my_values.h"
#include "engine/db/values/neutral_values.h"
#include "engine/db/values/pg_values.h"
#include "engine/db/values/sqlite_values.h"

namespace busheng {

const EngineValues* engineValues(const QString& engine)
{
    if (engine == u"postgres")
        return &pgValues();
    if (engine == u"mariadb")
        return &myValues();
    if (engine == u"odbc")
        return &neutralValues();
    return engine == u"sqlite" ? &sqliteValues() : nullptr;
}

} // namespace busheng
