// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

#include <functional>

namespace busheng {

/// Where a dataset says that texts are in another encoding than their database says, as DatasetConfig::readAs does
/// ("*=gb18030", "p.person=gb18030", "p.person.name=gb18030"); the narrower place wins.
class ReadAsPlaces {
public:
    struct Words {
        std::function<QString(const QString& table)> qualified;     ///< the name that the structure has for it
        std::function<bool(const ColumnSchema& column)> canBeMeant; ///< a column that holds such texts
        QString expected;                                           ///< what a person is told of another one
    };

    /// Fails: Config CFG_BAD_VALUE for a place that is not there, is no such column, or belongs to a key: rows are
    /// found by it at the database, which knows of no other encoding.
    static Result<ReadAsPlaces> of(const QStringList& readAs, const DatasetSchema& schema, const Words& words);
    /// Of TextDecoder::names(). Empty: none was said.
    QString encodingOf(const QString& table, const QString& column) const;
    /// Something was said of every column.
    bool areAll() const;

private:
    enum class Reach { All, Table, Column };
    struct Entry {
        QString encoding;
        Reach reach = Reach::All;
        QString table;
        QString column;
    };
    static Result<Entry> entryOf(const QString& text, const DatasetSchema& schema, const Words& words);

    std::vector<Entry> m_entries;
};

} // namespace busheng
