// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample_structures.h"

namespace busheng::test {
namespace {

StructureColumn columnOf(const char* name, const char* type, const char* targetType, const char* state)
{
    StructureColumn column;
    column.column = column.targetColumn = QString::fromUtf8(name);
    column.sourceType = QString::fromUtf8(type);
    column.targetType = QString::fromUtf8(targetType);
    column.state = QString::fromUtf8(state);
    return column;
}

} // namespace

StructureSnapshot someStructure()
{
    StructureTable same{QStringLiteral("public.region"),
                        QStringLiteral("public.region"),
                        QStringLiteral("same"),
                        {columnOf("code", "character(6)", "character(6)", "same"),
                         columnOf("name", "character varying(60)", "character varying(60)", "same")},
                        {}};
    StructureColumn spare;
    spare.targetColumn = QStringLiteral("checked_by");
    spare.targetType = QStringLiteral("text");
    spare.state = QStringLiteral("extra");
    StructureColumn key = columnOf("id", "bigint", "bigint", "same");
    key.sourceNotNull = key.targetNotNull = true;
    StructureColumn name = columnOf("full_name", "character varying(60)", "character varying(20)", "differs");
    name.sourceNotNull = true;
    StructureColumn phone = columnOf("phone", "text", "", "missing");
    phone.sourceDefault = QStringLiteral("'无'::text");
    StructureTable other{QStringLiteral("public.insured"),
                         QStringLiteral("archive.insured"),
                         QStringLiteral("differs"),
                         {key, name, phone, spare},
                         {QStringLiteral("column full_name is character varying(20), not character varying(60)")}};
    StructureTable missing{QStringLiteral("public.visit"),
                           QStringLiteral("archive.visit"),
                           QStringLiteral("missing"),
                           {columnOf("id", "bigint", "", "missing"), columnOf("place", "text", "", "missing")},
                           {}};
    StructureSnapshot structure;
    structure.subscription = QStringLiteral("安徽_行政区划");
    structure.target = QStringLiteral("部级中心库");
    structure.tables = {same, other, missing};
    structure.sql = {QStringLiteral("ALTER TABLE \"archive\".\"insured\" ADD COLUMN \"phone\" text DEFAULT '无'::text"),
                     QStringLiteral("CREATE TABLE \"archive\".\"visit\" (\n  \"id\" bigint NOT NULL,\n  \"place\" "
                                    "text,\n  PRIMARY KEY (\"id\")\n)")};
    return structure;
}

DatasetStructure someDatasetStructure()
{
    const auto text = [](const char* name, const char* type, bool isKey) {
        return DescribedColumn{QString::fromUtf8(name), QString::fromUtf8(type), isKey, isKey, {}};
    };
    return {QStringLiteral("340000"),
            QStringLiteral("行政区划"),
            {{QStringLiteral("public.region"),
              {text("code", "character(6)", true), text("name", "character varying(60)", false)}},
             {QStringLiteral("public.insured"),
              {text("id", "bigint", true), text("full_name", "character varying(60)", false),
               text("phone", "text", false), text("region", "character(6)", false)}},
             {QStringLiteral("public.visit"), {text("id", "bigint", true), text("place", "text", false)}}}};
}

StructureSnapshot triedMapping()
{
    StructureSnapshot tried = someStructure();
    tried.tables = {tried.tables.at(1)};
    tried.sql.removeLast();
    return tried;
}

} // namespace busheng::test
