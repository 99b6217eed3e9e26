// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <QDialog>
#include <QPlainTextEdit>

namespace busheng {

/// What it takes to make a backup a node again, with the very commands, and what comes of it: the restored copy takes
/// over, and this one is refused. A node that runs cannot be replaced by itself; an empty console restores in its
/// guide.
class RestoreDialog : public QDialog {
    Q_OBJECT
public:
    /// `file`: of the backup; empty: to be filled in.
    RestoreDialog(const NodeSnapshot& node, const QString& file, QWidget* parent);

    QString commands() const { return m_commands->toPlainText(); }

private:
    QPlainTextEdit* m_commands;
};

} // namespace busheng
