// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/region_field.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kRows = 6;
constexpr int kRowPadding = 8;

} // namespace

RegionField::RegionField(QAbstractItemModel& model, int codeRole, QWidget* parent)
    : QWidget(parent), m_search(new QLineEdit), m_list(new QListView), m_codeRole(codeRole)
{
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_list->setModel(&model);
    m_list->setUniformItemSizes(true); // thousands of them
    m_list->setEditTriggers(QListView::NoEditTriggers);
    m_list->setMinimumHeight(kRows * (fontMetrics().height() + kRowPadding) / 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    setFocusProxy(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &RegionField::searched);
    connect(&model, &QAbstractItemModel::modelReset, this, &RegionField::showCode);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &RegionField::onCurrentChanged);
    connect(m_list, &QListView::clicked, this, &RegionField::onCurrentChanged);
}

void RegionField::setTexts(const QString& placeholder, const QString& accessibleName)
{
    m_search->setPlaceholderText(placeholder);
    m_search->setAccessibleName(placeholder);
    m_list->setAccessibleName(accessibleName);
}

void RegionField::setCode(const QString& code)
{
    m_code = code;
    showCode();
}

void RegionField::showCode()
{
    m_isShowing = true;
    m_list->clearSelection();
    m_list->setCurrentIndex({});
    const QModelIndexList found =
        m_code.isEmpty() || m_list->model()->rowCount() == 0
            ? QModelIndexList()
            : m_list->model()->match(m_list->model()->index(0, 0), m_codeRole, m_code, 1, Qt::MatchExactly);
    if (!found.isEmpty()) {
        m_list->setCurrentIndex(found.first());
        m_list->scrollTo(found.first());
    }
    m_isShowing = false;
}

void RegionField::onCurrentChanged(const QModelIndex& current)
{
    const QString code = current.data(m_codeRole).toString();
    if (m_isShowing || code.isEmpty() || code == m_code)
        return;
    m_code = code;
    Q_EMIT codeChanged(code);
}

bool RegionField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Down && key != Qt::Key_Up)
        return false;
    const int count = m_list->model()->rowCount();
    if (count == 0)
        return true;
    const int row = m_list->currentIndex().row(); // -1: none yet
    const int next = key == Qt::Key_Down ? std::min(row + 1, count - 1) : std::max(row - 1, 0);
    m_list->setCurrentIndex(m_list->model()->index(next, 0));
    return true;
}

} // namespace busheng
