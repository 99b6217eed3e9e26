// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QGridLayout;

namespace busheng {

class ElidedLabel;

/// Rows of "name  value", values elided in the middle and whole in the tool tip; plain text. A row with an empty value
/// is hidden. Copied by the context menu.
class KeyValueList : public QWidget {
    Q_OBJECT
public:
    struct Row {
        QString name;
        QString value;
    };

    explicit KeyValueList(QWidget* parent = nullptr);
    void setRows(const QList<Row>& rows);
    QString value(const QString& name) const;

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void growTo(qsizetype count);

    QGridLayout* m_layout;
    QList<Row> m_rows;
    QList<ElidedLabel*> m_names;
    QList<ElidedLabel*> m_values;
};

} // namespace busheng
