// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/table_picker.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/engine_dialog.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kSpacing = 6;
constexpr int kRows = 3; ///< at least, on a small screen
constexpr int kCharacters = 46;

} // namespace

TablePicker::TablePicker(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_typed(new QLineEdit), m_search(new QLineEdit),
      m_all(new QPushButton(tr("All shown"))), m_none(new QPushButton(tr("None shown"))), m_list(new QListView),
      m_note(new QLabel)
{
    m_typed->setAccessibleName(tr("Tables"));
    m_typed->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kCharacters);
    m_search->setPlaceholderText(tr("Search in the tables of the source"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_list->setModel(&m_model);
    m_list->setUniformItemSizes(true); // thousands of them
    m_list->setAccessibleName(tr("Tables of the source"));
    m_list->setMinimumHeight(kRows * fontMetrics().height());
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    for (QPushButton* button : {m_all, m_none})
        button->setAutoDefault(false); // Return belongs to the form
    auto* head = new QHBoxLayout;
    head->addWidget(m_search, 1);
    head->addWidget(m_all);
    head->addWidget(m_none);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_typed);
    layout->addLayout(head);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_note);
    setFocusProxy(m_typed);
    connect(m_typed, &QLineEdit::textChanged, this, &TablePicker::onTyped);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setSearch(text);
        showNote();
    });
    connect(&m_model, &PickModel::pickedChanged, this, &TablePicker::onPicked);
    connect(m_all, &QPushButton::clicked, this, [this] { m_model.pickShown(true); });
    connect(m_none, &QPushButton::clicked, this, [this] { m_model.pickShown(false); });
    setTables({});
}

QStringList TablePicker::tables() const
{
    return m_isMany ? m_model.picked() + m_others : namesIn(*m_typed);
}

void TablePicker::setTables(const QStringList& tables)
{
    m_isMany = tables.size() > kMostTyped;
    m_others.clear();
    m_isPicking = true;
    if (m_isMany) {
        const QSet<QString> known(m_model.names().begin(), m_model.names().end());
        std::ranges::copy_if(tables, std::back_inserter(m_others),
                             [&](const QString& name) { return !known.contains(name); });
        m_typed->clear();
    } else {
        m_typed->setText(tables.join(QStringLiteral(", ")));
    }
    m_isPicking = false;
    m_typed->setReadOnly(m_isMany);
    m_typed->setPlaceholderText(m_isMany ? tr("%1 tables are chosen").arg(Words::count(quint64(tables.size())))
                                         : tr("tick below, or type names with commas between"));
    m_model.setPicked(tables);
    showNote();
    Q_EMIT changed();
}

void TablePicker::setDatabase(const QString& kind, const QString& name)
{
    if (name == m_database)
        return;
    m_database = name;
    m_model.setNames({});
    m_failure.clear();
    m_isAsking = !name.isEmpty();
    showNote();
    if (!m_isAsking)
        return;
    m_client.request<QStringList>(
        this,
        [kind, name](EngineApi& engine, Reply<QStringList> reply) {
            engine.settings().listTables(kind, name, std::move(reply));
        },
        [this, name](const Result<QStringList>& tables) {
            if (name == m_database) // else another one was chosen meanwhile
                takeTables(tables);
        });
}

void TablePicker::takeTables(const Result<QStringList>& tables)
{
    m_isAsking = false;
    const QStringList chosen = this->tables();
    if (tables)
        m_model.setNames(*tables);
    else
        m_failure = errorLine(tables.error());
    setTables(chosen);
}

void TablePicker::onTyped()
{
    if (m_isPicking)
        return;
    m_model.setPicked(tables());
    showNote();
    Q_EMIT changed();
}

/// What was typed and is in no list stays: a table that is still to be made, or written without its schema.
void TablePicker::onPicked()
{
    QStringList names = m_model.picked();
    const QStringList before = m_isMany ? m_others : namesIn(*m_typed);
    const QSet<QString> known(m_model.names().begin(), m_model.names().end());
    std::ranges::copy_if(before, std::back_inserter(names), [&](const QString& name) { return !known.contains(name); });
    setTables(names);
}

void TablePicker::showNote()
{
    const bool isShown = m_model.rowCount() > 0;
    m_all->setEnabled(isShown);
    m_none->setEnabled(isShown);
    QString note;
    if (m_isAsking)
        note = tr("Looking at the database…");
    else if (!m_failure.isEmpty())
        note = m_failure;
    else if (!m_database.isEmpty())
        note = tr("%1 of %2 tables shown, %3 chosen")
                   .arg(Words::count(quint64(m_model.rowCount())), Words::count(quint64(m_model.names().size())),
                        Words::count(quint64(tables().size())));
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

} // namespace busheng
