// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/engine_client.h"
#include "ui/widgets/password_field.h"
#include "ui/widgets/wrapped_text.h"

#include <QFormLayout>

namespace busheng {

/// A new password of a database, typed twice and never shown, and whether the node's vault keeps one. Rests, and says
/// why, where the node has no vault or who works here may not change it.
class SecretFields : public QWidget {
    Q_OBJECT
public:
    SecretFields(EngineClient& client, QWidget* parent);

    /// Asks the node of which databases it keeps one.
    void ask();
    /// Of which source or target: there is one password for both of one name.
    void setDatabase(const QString& name);
    QString secret() const { return m_secret->text(); } ///< empty: none was typed
    bool isKept() const { return m_kept.contains(m_database); }
    bool isUsable() const { return m_isUsable; } ///< a password can be set here
    /// Nothing is typed, or twice the same.
    bool isRight() const { return m_secret->text() == m_repeated->text(); }
    void clear();
    const QFormLayout& form() const { return *m_form; }
    PasswordField* field() const { return m_secret; }
    PasswordField* repeated() const { return m_repeated; }
    QString state() const { return m_state->text(); }

Q_SIGNALS:
    void changed();

private:
    void take(const Result<QStringList>& names);
    void show();

    EngineClient& m_client;
    QString m_database;
    QString m_problem; ///< why no password can be set; empty: it can
    bool m_isKnown = false;
    QStringList m_kept; ///< databases of which the vault keeps one
    bool m_isUsable = true;
    QFormLayout* m_form;
    PasswordField* m_secret;
    PasswordField* m_repeated;
    WrappedLabel* m_state;
};

} // namespace busheng
