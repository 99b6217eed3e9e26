// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/key_value_list.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QMenu>

namespace busheng {

KeyValueList::KeyValueList(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(12);
    m_layout->setVerticalSpacing(5);
    m_layout->setColumnStretch(1, 1);
}

void KeyValueList::growTo(qsizetype count)
{
    while (m_names.size() < count) {
        auto* name = new ElidedLabel(this);
        name->setMuted(true);
        auto* value = new ElidedLabel(this);
        const int row = int(m_names.size());
        m_layout->addWidget(name, row, 0);
        m_layout->addWidget(value, row, 1);
        m_names.append(name);
        m_values.append(value);
    }
}

void KeyValueList::setRows(const QList<Row>& rows)
{
    m_rows = rows;
    growTo(rows.size());
    for (qsizetype i = 0; i < m_names.size(); ++i) {
        const Row row = i < rows.size() ? rows.at(i) : Row();
        m_names.at(i)->setText(row.name);
        m_values.at(i)->setText(row.value);
        m_names.at(i)->setMinimumWidth(m_names.at(i)->sizeHint().width());
        m_names.at(i)->setVisible(!row.value.isEmpty());
        m_values.at(i)->setVisible(!row.value.isEmpty());
    }
}

QString KeyValueList::value(const QString& name) const
{
    for (const Row& row : m_rows) {
        if (row.name == name)
            return row.value;
    }
    return {};
}

void KeyValueList::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copy = menu->addAction(themedIcon(QStringLiteral("copy")), tr("Copy"));
    connect(copy, &QAction::triggered, this, [this] {
        QStringList lines;
        for (const Row& row : std::as_const(m_rows)) {
            if (!row.value.isEmpty())
                lines.append(row.name + u'\t' + row.value);
        }
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    });
    menu->popup(event->globalPos());
}

} // namespace busheng
