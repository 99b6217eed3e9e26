// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/paged_keyed_model.h"
#include "ui/models/paged_table_model.h"

namespace busheng {

/// A run as the table knows it: with its id as the key.
struct FileRunItem {
    QString key;
    FileRunRow run;

    bool operator==(const FileRunItem& other) const;
};

/// Runs of file tasks, newest first, sent and received. Texts are safe for display.
class FileRunModel : public PagedKeyedModel<FileRunItem> {
    Q_OBJECT
public:
    enum Column { Begun, Task, State, Arrived, Failed, Kind, Way, Bytes, ColumnCount };
    enum Role { StateRole = Qt::UserRole, SortRole };
    enum class States { Running, Paused, Done, Failing, Stopped };

    using PagedKeyedModel::PagedKeyedModel;
    static std::vector<FileRunItem> itemsOf(const std::vector<FileRunRow>& runs);
    static States stateOf(const QString& state);
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static bool isNumber(int column) { return column == Arrived || column == Failed || column == Bytes; }
    static QString text(const FileRunRow& run, int column);
    static QVariant sortValue(const FileRunRow& run, int column);
};

/// What became of files: those of one run, in the order in which they were dealt with, or those that wait in the
/// failed directories. Texts are safe for display.
class FileRowModel : public PagedTableModel<FileRow> {
    Q_OBJECT
public:
    enum Column { Path, State, Size, Attempts, Last, Why, Task, ColumnCount };
    enum Role { StateRole = Qt::UserRole };
    enum class States { Arrived, Repeated, Waiting, Failed, Skipped };

    using PagedTableModel::PagedTableModel;
    static States stateOf(const QString& state);
    static QString why(const FileRow& row); ///< one line; empty when nothing is wrong
    static QString report(const FileRow& row);
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

protected:
    QString text(const FileRow& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Size || column == Attempts; }
    QVariant more(const FileRow& row, int column, int role) const override;
};

/// What a resend would do with each file.
class ResendModel : public TextTableModel<FileResendItem> {
    Q_OBJECT
public:
    enum Column { Path, Effect, Size, ColumnCount };
    enum Role { EffectRole = Qt::UserRole };
    enum class Effects { Send, Repeated, Gone };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

protected:
    QString text(const FileResendItem& item, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Size; }
    QVariant more(const FileResendItem& item, int column, int role) const override;
};

} // namespace busheng
