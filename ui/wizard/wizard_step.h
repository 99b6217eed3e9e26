// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/setup_client.h"

#include <QWidget>

class QLabel;
class QSettings;

namespace busheng {

/// What the steps of the first start share.
struct FirstStart {
    SetupClient& client;
    QSettings& settings;
    NodeSetupState state;
    EngineApi* engine = nullptr; ///< once it runs
};

/// One step of the first start. What is typed in it stays, whatever fails.
class WizardStep : public QWidget {
    Q_OBJECT
public:
    explicit WizardStep(FirstStart& shared);

    virtual QString title() const = 0;             ///< in the list of steps
    virtual QString headline() const = 0;          ///< above the step
    virtual QString explanation() const = 0;       ///< one or two sentences below it
    virtual QString missing() const { return {}; } ///< why one cannot go on yet; empty: one can
    virtual QString nextText() const;
    /// Shown now, with what is known by now.
    virtual void enter() {}
    /// Does the step's work; finished() or failed() comes.
    virtual void goOn() = 0;
    /// One leaves and will come back another day: keeps what was typed.
    virtual void keep() {}
    virtual void retranslate() = 0;

Q_SIGNALS:
    void changed(); ///< missing() or a text may be another
    void working(bool isWorking);
    void failed(const busheng::Error& error);
    void finished();

protected:
    FirstStart& shared() { return m_shared; }
    const FirstStart& shared() const { return m_shared; }

    /// Runs one step of the setup in its thread, once at a time; `onDone` when it worked.
    template <typename T>
    void run(std::function<Result<T>(NodeSetupApi&)> step, std::function<void(const T&)> onDone)
    {
        if (!begin())
            return;
        m_shared.client.request<T>(this, std::move(step), [this, onDone = std::move(onDone)](Result<T> result) {
            end();
            if (!result) {
                Q_EMIT failed(result.error());
                return;
            }
            onDone(*result);
            Q_EMIT changed();
        });
    }
    /// The same for a step that says how far the node has come.
    void advance(std::function<Result<NodeSetupState>(NodeSetupApi&)> step, std::function<void()> onDone);

    static QLabel* textLabel(); ///< plain, in lines

private:
    bool begin();
    void end();

    FirstStart& m_shared;
    bool m_isWorking = false;
};

/// Names of what is kept between two starts.
namespace first_start_keys {
inline const QString kRegion = QStringLiteral("firstStart/region");
inline const QString kInitials = QStringLiteral("firstStart/initials");
inline const QString kName = QStringLiteral("firstStart/name");
inline const QString kListen = QStringLiteral("firstStart/listen");
inline const QString kOrganization = QStringLiteral("firstStart/organization");
} // namespace first_start_keys

} // namespace busheng
