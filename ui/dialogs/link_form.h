// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/widgets/wrapped_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>

#include <optional>

namespace busheng {

/// Registers another node as a peer, or changes one (its code then stays): who it is, where it is reached, and how much
/// may flow at what time of the day, in each direction.
class LinkForm : public EngineDialog {
    Q_OBJECT
public:
    LinkForm(EngineClient& client, const std::optional<LinkConfig>& existing, QWidget* parent);

    LinkConfig config() const;
    QLineEdit* code() const { return m_code; }
    QLineEdit* name() const { return m_name; }
    QLineEdit* address() const { return m_address; }
    QComboBox* sendLimit() const { return m_send; }
    QComboBox* receiveLimit() const { return m_receive; }
    QCheckBox* enabled() const { return m_enabled; }
    QCheckBox* right(LinkRight right) const { return m_rights.at(static_cast<std::size_t>(right)); }
    QPushButton* saveButton() const { return m_save; }
    QString hint() const { return m_hint->text(); }

Q_SIGNALS:
    void saved(const QString& code);

private:
    QString missing(const LinkConfig& now) const; ///< why it cannot be saved yet
    void updateButton();
    void save();

    const std::optional<LinkConfig> m_existing;
    QLineEdit* m_code;
    WrappedLabel* m_place; ///< whose code it is
    QLineEdit* m_name;
    QLineEdit* m_address;
    QCheckBox* m_enabled;
    std::vector<QCheckBox*> m_rights; ///< each is called as its LinkRight
    QComboBox* m_send;
    WrappedLabel* m_sendNow;
    QComboBox* m_receive;
    WrappedLabel* m_receiveNow;
    QLabel* m_hint;
    QPushButton* m_save;
};

} // namespace busheng
