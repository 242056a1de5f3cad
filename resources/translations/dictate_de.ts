<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
  <context>
    <name>dictate</name>
    <message>
      <source> (not connected)</source>
      <translation> (nicht angeschlossen)</translation>
    </message>
    <message>
      <source> No word differs.</source>
      <translation> Kein Wort weicht ab.</translation>
    </message>
    <message>
      <source> Words that differ: {wrong}.</source>
      <translation> Abweichende Wörter: {wrong}.</translation>
    </message>
    <message>
      <source> and </source>
      <translation> und </translation>
    </message>
    <message>
      <source>'{key}' is not a key</source>
      <translation>„{key}“ ist keine Taste</translation>
    </message>
    <message>
      <source>(no word)</source>
      <translation>(kein Wort)</translation>
    </message>
    <message>
      <source>1  Your microphone</source>
      <translation>1  Ihr Mikrofon</translation>
    </message>
    <message>
      <source>2  The models that listen</source>
      <translation>2  Die Modelle, die zuhören</translation>
    </message>
    <message>
      <source>30 s is how Whisper was trained; shorter is much faster.</source>
      <translation>Mit 30 s wurde Whisper trainiert; kürzer ist viel schneller.</translation>
    </message>
    <message>
      <source>A dictation broke off: {what}.</source>
      <translation>Ein Diktat brach ab: {what}.</translation>
    </message>
    <message>
      <source>A dictation of {when} broke off: {what}.</source>
      <translation>Ein Diktat von {when} brach ab: {what}.</translation>
    </message>
    <message>
      <source>A reading</source>
      <translation>Eine Lesart</translation>
    </message>
    <message>
      <source>A recorded speaker dictates into the window</source>
      <translation>Ein aufgenommener Sprecher diktiert in das Fenster</translation>
    </message>
    <message>
      <source>A self-check found that the teacher alone would have written “{plain}” in place of “{verified}” (by a margin of {margin}).</source>
      <translation>Eine Selbstprüfung ergab, dass der Lehrer allein „{plain}“ statt „{verified}“ geschrieben hätte (mit einem Abstand von {margin}).</translation>
    </message>
    <message>
      <source>A short tone when a recording begins and ends, and when it is interrupted.</source>
      <translation>Ein kurzer Ton, wenn eine Aufnahme beginnt, endet oder unterbrochen wird.</translation>
    </message>
    <message>
      <source>A teacher, and the distilled model that was made from it.</source>
      <translation>Ein Lehrer und das Modell, das aus ihm destilliert wurde.</translation>
    </message>
    <message>
      <source>About {size} for both models, downloaded once</source>
      <translation>Etwa {size} für beide Modelle, einmal herunterzuladen</translation>
    </message>
    <message>
      <source>Actions</source>
      <translation>Befehle</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Hinzufügen</translation>
    </message>
    <message>
      <source>Add: {what}</source>
      <translation>Hinzufügen: {what}</translation>
    </message>
    <message>
      <source>Added: {words}</source>
      <translation>Hinzugefügt: {words}</translation>
    </message>
    <message>
      <source>Afrikaans</source>
      <translation>Afrikaans</translation>
    </message>
    <message>
      <source>After 10 minutes</source>
      <translation>Nach 10 Minuten</translation>
    </message>
    <message>
      <source>After 15 minutes</source>
      <translation>Nach 15 Minuten</translation>
    </message>
    <message>
      <source>After 2 minutes</source>
      <translation>Nach 2 Minuten</translation>
    </message>
    <message>
      <source>After 5 minutes</source>
      <translation>Nach 5 Minuten</translation>
    </message>
    <message>
      <source>After an hour</source>
      <translation>Nach einer Stunde</translation>
    </message>
    <message>
      <source>After each recording</source>
      <translation>Nach jeder Aufnahme</translation>
    </message>
    <message>
      <source>Albanian</source>
      <translation>Albanisch</translation>
    </message>
    <message>
      <source>All settings are in one readable file</source>
      <translation>Alle Einstellungen stehen in einer lesbaren Datei</translation>
    </message>
    <message>
      <source>Always 30 s</source>
      <translation>Immer 30 s</translation>
    </message>
    <message>
      <source>Amharic</source>
      <translation>Amharisch</translation>
    </message>
    <message>
      <source>An utterance that is nothing but these words acts instead of being written.</source>
      <translation>Eine Äußerung, die nur aus diesen Wörtern besteht, wird ausgeführt statt geschrieben.</translation>
    </message>
    <message>
      <source>An utterance was recognized {how}: {reason}.</source>
      <translation>Eine Äußerung wurde {how} erkannt: {reason}.</translation>
    </message>
    <message>
      <source>Any processor; {memory} of memory</source>
      <translation>Jeder Prozessor; {memory} Speicher</translation>
    </message>
    <message>
      <source>Arabic</source>
      <translation>Arabisch</translation>
    </message>
    <message>
      <source>Armenian</source>
      <translation>Armenisch</translation>
    </message>
    <message>
      <source>As long as the utterance</source>
      <translation>So lang wie die Äußerung</translation>
    </message>
    <message>
      <source>As the checkpoints know</source>
      <translation>Was die Modelle können</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>Wie das System</translation>
    </message>
    <message>
      <source>Ask the other model</source>
      <translation>Das andere Modell fragen</translation>
    </message>
    <message numerus="yes">
      <source>Ask the other model about {n} utterances</source>
      <translation>
        <numerusform>Das andere Modell zu {n} Äußerung fragen</numerusform>
        <numerusform>Das andere Modell zu {n} Äußerungen fragen</numerusform>
      </translation>
    </message>
    <message>
      <source>Assamese</source>
      <translation>Assamesisch</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>Automatic takes what is fastest on the device.</source>
      <translation>Automatisch nimmt, was auf dem Gerät am schnellsten ist.</translation>
    </message>
    <message>
      <source>Azerbaijani</source>
      <translation>Aserbaidschanisch</translation>
    </message>
    <message>
      <source>Bashkir</source>
      <translation>Baschkirisch</translation>
    </message>
    <message>
      <source>Basque</source>
      <translation>Baskisch</translation>
    </message>
    <message>
      <source>Belarusian</source>
      <translation>Belarussisch</translation>
    </message>
    <message>
      <source>Bengali</source>
      <translation>Bengalisch</translation>
    </message>
    <message>
      <source>Best with a graphics card; {memory} of memory</source>
      <translation>Am besten mit Grafikkarte; {memory} Speicher</translation>
    </message>
    <message>
      <source>Bosnian</source>
      <translation>Bosnisch</translation>
    </message>
    <message>
      <source>Breton</source>
      <translation>Bretonisch</translation>
    </message>
    <message>
      <source>Browse for the folder</source>
      <translation>Den Ordner suchen</translation>
    </message>
    <message>
      <source>Browse: {folder}</source>
      <translation>Suchen: {folder}</translation>
    </message>
    <message>
      <source>Browse…</source>
      <translation>Suchen…</translation>
    </message>
    <message>
      <source>Bulgarian</source>
      <translation>Bulgarisch</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Cancel the current utterance</source>
      <translation>Die laufende Äußerung verwerfen</translation>
    </message>
    <message>
      <source>Cancel the transcription</source>
      <translation>Die Abschrift abbrechen</translation>
    </message>
    <message>
      <source>Catalan</source>
      <translation>Katalanisch</translation>
    </message>
    <message>
      <source>Changed: {before} to {after}</source>
      <translation>Geändert: {before} zu {after}</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Prüfen</translation>
    </message>
    <message>
      <source>Check {model}</source>
      <translation>{model} prüfen</translation>
    </message>
    <message>
      <source>Chinese</source>
      <translation>Chinesisch</translation>
    </message>
    <message>
      <source>Choose a model…</source>
      <translation>Modell wählen…</translation>
    </message>
    <message>
      <source>Choose a text that you may read.</source>
      <translation>Wählen Sie einen Text, den Sie lesen dürfen.</translation>
    </message>
    <message>
      <source>Click a field and press the new key. Changes hold at once.</source>
      <translation>Klicken Sie in ein Feld und drücken Sie die neue Taste. Änderungen gelten sofort.</translation>
    </message>
    <message>
      <source>Click into the window and copy again.</source>
      <translation>Klicken Sie in das Fenster und kopieren Sie noch einmal.</translation>
    </message>
    <message>
      <source>Close (Esc)</source>
      <translation>Schließen (Esc)</translation>
    </message>
    <message>
      <source>Close now</source>
      <translation>Jetzt schließen</translation>
    </message>
    <message>
      <source>Closing the window then leaves Dictate there; Quit ends it.</source>
      <translation>Wird das Fenster geschlossen, bleibt Dictate dort; „Beenden“ beendet es.</translation>
    </message>
    <message>
      <source>Color of: {word}</source>
      <translation>Farbe von: {word}</translation>
    </message>
    <message>
      <source>Comes with Dictate</source>
      <translation>Liegt Dictate bei</translation>
    </message>
    <message>
      <source>Commands</source>
      <translation>Sprachbefehle</translation>
    </message>
    <message>
      <source>Compare distil and teacher</source>
      <translation>Distil und Lehrer vergleichen</translation>
    </message>
    <message>
      <source>Comparison</source>
      <translation>Vergleich</translation>
    </message>
    <message>
      <source>Convert it to UTF-8, or open another one.</source>
      <translation>Wandeln Sie ihn in UTF-8 um, oder öffnen Sie einen anderen.</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy all</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy everything</source>
      <translation>Alles kopieren</translation>
    </message>
    <message>
      <source>Copy the last utterance</source>
      <translation>Letzte Äußerung kopieren</translation>
    </message>
    <message>
      <source>Copy the selected text</source>
      <translation>Den ausgewählten Text kopieren</translation>
    </message>
    <message>
      <source>Copy the selection</source>
      <translation>Die Auswahl kopieren</translation>
    </message>
    <message>
      <source>Copy the whole text</source>
      <translation>Den ganzen Text kopieren</translation>
    </message>
    <message>
      <source>Copying</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Could not be measured: {reason}</source>
      <translation>Ließ sich nicht messen: {reason}</translation>
    </message>
    <message>
      <source>Croatian</source>
      <translation>Kroatisch</translation>
    </message>
    <message>
      <source>Cut</source>
      <translation>Ausschneiden</translation>
    </message>
    <message>
      <source>Czech</source>
      <translation>Tschechisch</translation>
    </message>
    <message>
      <source>Danish</source>
      <translation>Dänisch</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Default key for: {action}</source>
      <translation>Vorgegebene Taste für: {action}</translation>
    </message>
    <message>
      <source>Default: {key}</source>
      <translation>Vorgabe: {key}</translation>
    </message>
    <message>
      <source>Delete all kept sound now</source>
      <translation>Allen aufbewahrten Ton jetzt löschen</translation>
    </message>
    <message>
      <source>Demo clip</source>
      <translation>Vorführung</translation>
    </message>
    <message>
      <source>Depends on their size</source>
      <translation>Hängt von ihrer Größe ab</translation>
    </message>
    <message>
      <source>Detect the language</source>
      <translation>Sprache erkennen</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Dictate goes on here</source>
      <translation>Dictate läuft hier weiter</translation>
    </message>
    <message>
      <source>Dictate listens again as soon as it is back.</source>
      <translation>Dictate hört wieder zu, sobald es zurück ist.</translation>
    </message>
    <message>
      <source>Dictate — distil and teacher compared</source>
      <translation>Dictate — Distil und Lehrer im Vergleich</translation>
    </message>
    <message>
      <source>Dictate — export</source>
      <translation>Dictate — Export</translation>
    </message>
    <message>
      <source>Dictate — models from local folders</source>
      <translation>Dictate — Modelle aus eigenen Ordnern</translation>
    </message>
    <message>
      <source>Dictate — settings</source>
      <translation>Dictate — Einstellungen</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Dismiss the message</source>
      <translation>Die Meldung schließen</translation>
    </message>
    <message>
      <source>Distil</source>
      <translation>Distil</translation>
    </message>
    <message>
      <source>Distil folder</source>
      <translation>Ordner des Distils</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>Download</translation>
    </message>
    <message>
      <source>Downloading {model}: {amount}</source>
      <translation>{model} wird geladen: {amount}</translation>
    </message>
    <message>
      <source>Drop a sound file to transcribe it, a text to open it</source>
      <translation>Tondatei zum Abschreiben, Text zum Öffnen hier ablegen</translation>
    </message>
    <message>
      <source>Dutch</source>
      <translation>Niederländisch</translation>
    </message>
    <message>
      <source>Each utterance gets a card: what was heard, by which model, and where the time went.</source>
      <translation>Jede Äußerung bekommt eine Karte: was gehört wurde, von welchem Modell, und wo die Zeit blieb.</translation>
    </message>
    <message>
      <source>Encoder window</source>
      <translation>Fenster des Encoders</translation>
    </message>
    <message>
      <source>English</source>
      <translation>Englisch</translation>
    </message>
    <message>
      <source>Estonian</source>
      <translation>Estnisch</translation>
    </message>
    <message>
      <source>Every file is as it was downloaded.</source>
      <translation>Jede Datei ist, wie sie geladen wurde.</translation>
    </message>
    <message>
      <source>Every utterance with its times, as it was recognized.</source>
      <translation>Jede Äußerung mit ihren Zeiten, wie sie erkannt wurde.</translation>
    </message>
    <message>
      <source>Everything happens on this machine; no sound and no text ever leaves it.</source>
      <translation>Alles geschieht auf diesem Rechner; kein Ton und kein Text verlässt ihn je.</translation>
    </message>
    <message>
      <source>Everything, JSON (.json)</source>
      <translation>Alles, JSON (.json)</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Export again…</source>
      <translation>Noch einmal exportieren…</translation>
    </message>
    <message>
      <source>Exported to {path}</source>
      <translation>Exportiert nach {path}</translation>
    </message>
    <message>
      <source>Exporting</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Exporting the comparison</source>
      <translation>Exportieren des Vergleichs</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exportieren…</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>Fehlgeschlagen</translation>
    </message>
    <message>
      <source>Failed: {reason}</source>
      <translation>Fehlgeschlagen: {reason}</translation>
    </message>
    <message>
      <source>Faroese</source>
      <translation>Färöisch</translation>
    </message>
    <message>
      <source>Find</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Find in the text</source>
      <translation>Im Text suchen</translation>
    </message>
    <message>
      <source>Find the next</source>
      <translation>Nächste Fundstelle</translation>
    </message>
    <message>
      <source>Find the previous</source>
      <translation>Vorige Fundstelle</translation>
    </message>
    <message>
      <source>Finishing</source>
      <translation>Schreibt noch</translation>
    </message>
    <message>
      <source>Finnish</source>
      <translation>Finnisch</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Folder for exported files</source>
      <translation>Ordner für exportierte Dateien</translation>
    </message>
    <message>
      <source>For 30 days</source>
      <translation>30 Tage</translation>
    </message>
    <message>
      <source>For a day</source>
      <translation>Einen Tag</translation>
    </message>
    <message>
      <source>For a week</source>
      <translation>Eine Woche</translation>
    </message>
    <message>
      <source>Free the memory</source>
      <translation>Speicher freigeben</translation>
    </message>
    <message>
      <source>French</source>
      <translation>Französisch</translation>
    </message>
    <message>
      <source>From now on this dictation is in memory only; what was kept of it is deleted.</source>
      <translation>Ab jetzt ist dieses Diktat nur im Arbeitsspeicher; was davon aufbewahrt war, ist gelöscht.</translation>
    </message>
    <message>
      <source>From now on this dictation is kept on the disk: its text, and what is still in memory of its sound.</source>
      <translation>Ab jetzt wird dieses Diktat auf der Festplatte aufbewahrt: sein Text und was von seinem Ton noch im Arbeitsspeicher ist.</translation>
    </message>
    <message>
      <source>From the end of speech to the text, in milliseconds; utterances: {n}</source>
      <translation>Vom Ende des Sprechens bis zum Text, in Millisekunden; Äußerungen: {n}</translation>
    </message>
    <message>
      <source>Full</source>
      <translation>Voll</translation>
    </message>
    <message>
      <source>Galician</source>
      <translation>Galicisch</translation>
    </message>
    <message>
      <source>Georgian</source>
      <translation>Georgisch</translation>
    </message>
    <message>
      <source>German</source>
      <translation>Deutsch</translation>
    </message>
    <message>
      <source>Getting the microphone</source>
      <translation>Holt das Mikrofon</translation>
    </message>
    <message>
      <source>Go to the next word in doubt</source>
      <translation>Zum nächsten zweifelhaften Wort</translation>
    </message>
    <message>
      <source>Graphics card (CUDA)</source>
      <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
      <source>Greek</source>
      <translation>Griechisch</translation>
    </message>
    <message>
      <source>Gujarati</source>
      <translation>Gujarati</translation>
    </message>
    <message>
      <source>Haitian Creole</source>
      <translation>Haitianisch</translation>
    </message>
    <message>
      <source>Hausa</source>
      <translation>Hausa</translation>
    </message>
    <message>
      <source>Hawaiian</source>
      <translation>Hawaiisch</translation>
    </message>
    <message>
      <source>Hebrew</source>
      <translation>Hebräisch</translation>
    </message>
    <message>
      <source>Here: {speed}</source>
      <translation>Hier: {speed}</translation>
    </message>
    <message>
      <source>Hide the window</source>
      <translation>Fenster verbergen</translation>
    </message>
    <message>
      <source>Hindi</source>
      <translation>Hindi</translation>
    </message>
    <message>
      <source>Hold to talk</source>
      <translation>Gedrückt halten zum Sprechen</translation>
    </message>
    <message>
      <source>Holds at once: what is not to be kept any more is deleted. A dictation that was in memory only is kept with its text and, of its sound, what is still in memory: at most the last ten minutes. Other open windows follow at their next start.</source>
      <translation>Gilt sofort: Was nicht mehr aufbewahrt werden soll, wird gelöscht. Ein Diktat, das nur im Arbeitsspeicher war, wird mit seinem Text aufbewahrt und mit dem, was von seinem Ton noch im Arbeitsspeicher ist: höchstens die letzten zehn Minuten. Andere offene Fenster folgen bei ihrem nächsten Start.</translation>
    </message>
    <message>
      <source>Holds from the next start of Dictate.</source>
      <translation>Gilt ab dem nächsten Start von Dictate.</translation>
    </message>
    <message>
      <source>How it computes</source>
      <translation>Wie gerechnet wird</translation>
    </message>
    <message>
      <source>Hungarian</source>
      <translation>Ungarisch</translation>
    </message>
    <message>
      <source>Icelandic</source>
      <translation>Isländisch</translation>
    </message>
    <message>
      <source>Icon in the tray</source>
      <translation>Symbol in der Leiste</translation>
    </message>
    <message>
      <source>In the background</source>
      <translation>Im Hintergrund</translation>
    </message>
    <message>
      <source>In use</source>
      <translation>In Gebrauch</translation>
    </message>
    <message>
      <source>Indonesian</source>
      <translation>Indonesisch</translation>
    </message>
    <message>
      <source>Input</source>
      <translation>Eingang</translation>
    </message>
    <message>
      <source>It is in use.</source>
      <translation>Wird gerade benutzt.</translation>
    </message>
    <message>
      <source>It is too loud and distorts: turn the input level down.</source>
      <translation>Es ist zu laut und verzerrt: Drehen Sie den Pegel herunter.</translation>
    </message>
    <message>
      <source>It is very quiet: come closer, or turn the input level up.</source>
      <translation>Es ist sehr leise: Gehen Sie näher heran, oder drehen Sie den Pegel auf.</translation>
    </message>
    <message>
      <source>Italian</source>
      <translation>Italienisch</translation>
    </message>
    <message>
      <source>Japanese</source>
      <translation>Japanisch</translation>
    </message>
    <message>
      <source>Javanese</source>
      <translation>Javanisch</translation>
    </message>
    <message>
      <source>Just write</source>
      <translation>Einfach schreiben</translation>
    </message>
    <message>
      <source>Kannada</source>
      <translation>Kannada</translation>
    </message>
    <message>
      <source>Kazakh</source>
      <translation>Kasachisch</translation>
    </message>
    <message>
      <source>Keep sound and text</source>
      <translation>Ton und Text aufbewahren</translation>
    </message>
    <message>
      <source>Keep {mode}</source>
      <translation>{mode} behalten</translation>
    </message>
    <message>
      <source>Kept for recovery</source>
      <translation>Für die Wiederherstellung aufbewahrt</translation>
    </message>
    <message>
      <source>Key for: {action}</source>
      <translation>Taste für: {action}</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Khmer</source>
      <translation>Khmer</translation>
    </message>
    <message>
      <source>Kind of file</source>
      <translation>Art der Datei</translation>
    </message>
    <message>
      <source>Korean</source>
      <translation>Koreanisch</translation>
    </message>
    <message>
      <source>LATENCY</source>
      <translation>VERZÖGERUNG</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Language of the window</source>
      <translation>Sprache des Fensters</translation>
    </message>
    <message>
      <source>Languages</source>
      <translation>Sprachen</translation>
    </message>
    <message>
      <source>Lao</source>
      <translation>Laotisch</translation>
    </message>
    <message>
      <source>Larger text</source>
      <translation>Größere Schrift</translation>
    </message>
    <message>
      <source>Last recording</source>
      <translation>Letzte Aufnahme</translation>
    </message>
    <message>
      <source>Latency</source>
      <translation>Verzögerung</translation>
    </message>
    <message>
      <source>Latency of the newest utterances</source>
      <translation>Verzögerung der neuesten Äußerungen</translation>
    </message>
    <message>
      <source>Latency: {words}</source>
      <translation>Verzögerung: {words}</translation>
    </message>
    <message>
      <source>Latin</source>
      <translation>Latein</translation>
    </message>
    <message>
      <source>Latvian</source>
      <translation>Lettisch</translation>
    </message>
    <message>
      <source>Left out: {words}</source>
      <translation>Weggelassen: {words}</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Lingala</source>
      <translation>Lingala</translation>
    </message>
    <message>
      <source>Listening</source>
      <translation>Hört zu</translation>
    </message>
    <message>
      <source>Lithuanian</source>
      <translation>Litauisch</translation>
    </message>
    <message>
      <source>Loading</source>
      <translation>Lädt</translation>
    </message>
    <message>
      <source>Loading the spoken commands</source>
      <translation>Laden der Sprachbefehle</translation>
    </message>
    <message>
      <source>Local folders…</source>
      <translation>Eigene Ordner…</translation>
    </message>
    <message>
      <source>Local: {folders}</source>
      <translation>Eigene: {folders}</translation>
    </message>
    <message>
      <source>Luxembourgish</source>
      <translation>Luxemburgisch</translation>
    </message>
    <message>
      <source>Macedonian</source>
      <translation>Mazedonisch</translation>
    </message>
    <message>
      <source>Malagasy</source>
      <translation>Madagassisch</translation>
    </message>
    <message>
      <source>Malay</source>
      <translation>Malaiisch</translation>
    </message>
    <message>
      <source>Malayalam</source>
      <translation>Malayalam</translation>
    </message>
    <message>
      <source>Maltese</source>
      <translation>Maltesisch</translation>
    </message>
    <message>
      <source>Maori</source>
      <translation>Maori</translation>
    </message>
    <message>
      <source>Marathi</source>
      <translation>Marathi</translation>
    </message>
    <message>
      <source>Match capitals</source>
      <translation>Groß und klein beachten</translation>
    </message>
    <message>
      <source>Measure the speed here</source>
      <translation>Tempo hier messen</translation>
    </message>
    <message>
      <source>Measuring the speed here…</source>
      <translation>Das Tempo hier wird gemessen…</translation>
    </message>
    <message>
      <source>Measuring…</source>
      <translation>Wird gemessen…</translation>
    </message>
    <message>
      <source>Menu</source>
      <translation>Menü</translation>
    </message>
    <message>
      <source>Menu: file, view, keys</source>
      <translation>Menü: Datei, Ansicht, Tasten</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Meldungen</translation>
    </message>
    <message>
      <source>Microphone</source>
      <translation>Mikrofon</translation>
    </message>
    <message>
      <source>Microphone level</source>
      <translation>Pegel des Mikrofons</translation>
    </message>
    <message>
      <source>Microphone lost</source>
      <translation>Mikrofon verloren</translation>
    </message>
    <message>
      <source>Mode</source>
      <translation>Modus</translation>
    </message>
    <message>
      <source>Model pair</source>
      <translation>Modellpaar</translation>
    </message>
    <message>
      <source>Model pairs</source>
      <translation>Modellpaare</translation>
    </message>
    <message>
      <source>Model: {text}</source>
      <translation>Modell: {text}</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Models unloaded until you record</source>
      <translation>Modelle ruhen bis zur nächsten Aufnahme</translation>
    </message>
    <message>
      <source>Mongolian</source>
      <translation>Mongolisch</translation>
    </message>
    <message>
      <source>Motion</source>
      <translation>Bewegung</translation>
    </message>
    <message>
      <source>Myanmar</source>
      <translation>Birmanisch</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Names and terms</source>
      <translation>Namen und Fachwörter</translation>
    </message>
    <message>
      <source>Needs</source>
      <translation>Braucht</translation>
    </message>
    <message>
      <source>Nepali</source>
      <translation>Nepali</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>Nie</translation>
    </message>
    <message>
      <source>Never: in memory only</source>
      <translation>Nie: nur im Speicher</translation>
    </message>
    <message>
      <source>New line</source>
      <translation>Neue Zeile</translation>
    </message>
    <message>
      <source>New paragraph</source>
      <translation>Neuer Absatz</translation>
    </message>
    <message>
      <source>New text</source>
      <translation>Neuer Text</translation>
    </message>
    <message>
      <source>New: {what}</source>
      <translation>Neu: {what}</translation>
    </message>
    <message>
      <source>Next match (Enter)</source>
      <translation>Nächste Fundstelle (Eingabe)</translation>
    </message>
    <message>
      <source>Next mode</source>
      <translation>Nächster Modus</translation>
    </message>
    <message>
      <source>No editor could be started for it.</source>
      <translation>Dafür ließ sich kein Editor starten.</translation>
    </message>
    <message>
      <source>No key</source>
      <translation>Keine Taste</translation>
    </message>
    <message>
      <source>No key for: {action}</source>
      <translation>Keine Taste für: {action}</translation>
    </message>
    <message>
      <source>No model</source>
      <translation>Kein Modell</translation>
    </message>
    <message>
      <source>No model is downloaded.</source>
      <translation>Kein Modell ist geladen.</translation>
    </message>
    <message>
      <source>No word is in doubt: on all that both models heard, they agree.</source>
      <translation>Kein Wort ist zweifelhaft: Bei allem, was beide Modelle hörten, sind sie sich einig.</translation>
    </message>
    <message>
      <source>No words were recognized in the dictation that broke off.</source>
      <translation>In dem abgebrochenen Diktat wurden keine Wörter erkannt.</translation>
    </message>
    <message>
      <source>None found</source>
      <translation>Nichts gefunden</translation>
    </message>
    <message>
      <source>Norwegian</source>
      <translation>Norwegisch</translation>
    </message>
    <message>
      <source>Not heard by this model yet</source>
      <translation>Von diesem Modell noch nicht gehört</translation>
    </message>
    <message>
      <source>Not written: {reason}</source>
      <translation>Nicht geschrieben: {reason}</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Hinweis</translation>
    </message>
    <message>
      <source>Nothing is heard.</source>
      <translation>Es ist nichts zu hören.</translation>
    </message>
    <message>
      <source>Nothing is kept on the disk: a crash loses unsaved text.</source>
      <translation>Auf der Platte wird nichts aufbewahrt: Ein Absturz kostet ungespeicherten Text.</translation>
    </message>
    <message>
      <source>Nothing quieter is ever taken for speech.</source>
      <translation>Nichts Leiseres gilt je als Sprache.</translation>
    </message>
    <message>
      <source>Nothing to compare yet. Dictate something; then ask the other model here, or with “Recognize again” on a card.</source>
      <translation>Noch nichts zu vergleichen. Diktieren Sie etwas; fragen Sie dann das andere Modell hier oder mit „Noch einmal erkennen“ auf einer Karte.</translation>
    </message>
    <message>
      <source>Nothing was dictated yet, so there are no times for subtitles.</source>
      <translation>Es wurde noch nichts diktiert, also gibt es keine Zeiten für Untertitel.</translation>
    </message>
    <message>
      <source>Nothing; hardly understands people</source>
      <translation>Nichts; versteht Menschen kaum</translation>
    </message>
    <message>
      <source>Nynorsk</source>
      <translation>Nynorsk</translation>
    </message>
    <message>
      <source>Obey spoken commands</source>
      <translation>Sprachbefehle befolgen</translation>
    </message>
    <message>
      <source>Occitan</source>
      <translation>Okzitanisch</translation>
    </message>
    <message>
      <source>Of the processor.</source>
      <translation>Des Prozessors.</translation>
    </message>
    <message>
      <source>On this computer</source>
      <translation>Auf diesem Rechner</translation>
    </message>
    <message>
      <source>One on each line</source>
      <translation>Eines in jeder Zeile</translation>
    </message>
    <message>
      <source>One verified utterance in so many is compared with the plain teacher while nothing else is to do.</source>
      <translation>Eine von so vielen geprüften Äußerungen wird mit dem Lehrer allein verglichen, wenn sonst nichts zu tun ist.</translation>
    </message>
    <message>
      <source>Only where they differ</source>
      <translation>Nur Abweichungen</translation>
    </message>
    <message>
      <source>Open a text</source>
      <translation>Text öffnen</translation>
    </message>
    <message>
      <source>Open the settings file</source>
      <translation>Die Datei öffnen</translation>
    </message>
    <message>
      <source>Opening</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Opening the control socket</source>
      <translation>Öffnen der Fernsteuerung</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>Seiten</translation>
    </message>
    <message>
      <source>Pair</source>
      <translation>Paar</translation>
    </message>
    <message>
      <source>Pashto</source>
      <translation>Paschtu</translation>
    </message>
    <message>
      <source>Paste</source>
      <translation>Einfügen</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Pause that ends it</source>
      <translation>Pause, die sie beendet</translation>
    </message>
    <message>
      <source>Persian</source>
      <translation>Persisch</translation>
    </message>
    <message>
      <source>Plain text (.txt)</source>
      <translation>Reiner Text (.txt)</translation>
    </message>
    <message>
      <source>Play the utterance</source>
      <translation>Die Äußerung abspielen</translation>
    </message>
    <message>
      <source>Play what was said here</source>
      <translation>Abspielen, was hier gesagt wurde</translation>
    </message>
    <message>
      <source>Play what you said</source>
      <translation>Abspielen, was Sie sagten</translation>
    </message>
    <message>
      <source>Pocket is a demonstration model made from synthetic speech; it does not understand people well. For your own voice choose a real Whisper pair: it is downloaded once.</source>
      <translation>Pocket ist ein Vorführmodell aus künstlicher Sprache; es versteht Menschen schlecht. Für die eigene Stimme wählen Sie ein echtes Whisper-Paar: Es wird einmal heruntergeladen.</translation>
    </message>
    <message>
      <source>Polish</source>
      <translation>Polnisch</translation>
    </message>
    <message>
      <source>Portuguese</source>
      <translation>Portugiesisch</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Press Record and speak, or type here.</source>
      <translation>Drücken Sie „Aufnahme“ und sprechen Sie, oder tippen Sie hier.</translation>
    </message>
    <message>
      <source>Previous match (Shift+Enter)</source>
      <translation>Vorige Fundstelle (Umschalt+Eingabe)</translation>
    </message>
    <message>
      <source>Privacy</source>
      <translation>Datenschutz</translation>
    </message>
    <message>
      <source>Problem</source>
      <translation>Problem</translation>
    </message>
    <message>
      <source>Processor</source>
      <translation>Prozessor</translation>
    </message>
    <message>
      <source>Punjabi</source>
      <translation>Pandschabi</translation>
    </message>
    <message>
      <source>Quietest speech</source>
      <translation>Leiseste Sprache</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Quit in this icon's menu ends it.</source>
      <translation>„Beenden“ im Menü dieses Symbols beendet es.</translation>
    </message>
    <message>
      <source>Ready</source>
      <translation>Bereit</translation>
    </message>
    <message>
      <source>Real-time factor {factor}</source>
      <translation>Echtzeitfaktor {factor}</translation>
    </message>
    <message>
      <source>Real-time factor: seconds of computing for each second of sound</source>
      <translation>Echtzeitfaktor: Rechensekunden je Sekunde Ton</translation>
    </message>
    <message>
      <source>Really remove</source>
      <translation>Wirklich löschen</translation>
    </message>
    <message>
      <source>Recognize</source>
      <translation>Erkennen</translation>
    </message>
    <message>
      <source>Recognize again with the other model</source>
      <translation>Mit dem anderen Modell noch einmal erkennen</translation>
    </message>
    <message>
      <source>Recognize it again</source>
      <translation>Noch einmal erkennen</translation>
    </message>
    <message>
      <source>Recognize it again: {mode}</source>
      <translation>Noch einmal erkennen: {mode}</translation>
    </message>
    <message>
      <source>Recognize it all the same</source>
      <translation>Trotzdem erkennen</translation>
    </message>
    <message>
      <source>Recognize them with the model that has not heard them; the text stays as it is</source>
      <translation>Mit dem Modell erkennen, das sie noch nicht gehört hat; der Text bleibt, wie er ist</translation>
    </message>
    <message>
      <source>Recognizing it again</source>
      <translation>Noch einmal erkennen</translation>
    </message>
    <message>
      <source>Recognizing the sound that has no text yet.</source>
      <translation>Der Ton, der noch keinen Text hat, wird erkannt.</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <source>Record a test</source>
      <translation>Probe aufnehmen</translation>
    </message>
    <message>
      <source>Record or stop</source>
      <translation>Aufnehmen oder anhalten</translation>
    </message>
    <message>
      <source>Recording failed to keep up: {seconds} s of sound were lost. Close other programs, or choose a smaller model.</source>
      <translation>Die Aufnahme kam nicht nach: {seconds} s Ton gingen verloren. Schließen Sie andere Programme, oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
      <source>Recover</source>
      <translation>Wiederherstellen</translation>
    </message>
    <message>
      <source>Recovering</source>
      <translation>Wiederherstellen</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <source>Reduced</source>
      <translation>Reduziert</translation>
    </message>
    <message>
      <source>Reduced: nothing glides, flashes or fades.</source>
      <translation>Reduziert: Nichts gleitet, blitzt auf oder verblasst.</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Remove {model}</source>
      <translation>{model} löschen</translation>
    </message>
    <message>
      <source>Remove: {what}</source>
      <translation>Entfernen: {what}</translation>
    </message>
    <message>
      <source>Replacement rules</source>
      <translation>Ersetzungsregeln</translation>
    </message>
    <message>
      <source>Restart the model</source>
      <translation>Modell neu starten</translation>
    </message>
    <message>
      <source>Restore</source>
      <translation>Wiederherstellen</translation>
    </message>
    <message>
      <source>Restore all keys</source>
      <translation>Alle Tasten zurücksetzen</translation>
    </message>
    <message>
      <source>Retry</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <source>Romanian</source>
      <translation>Rumänisch</translation>
    </message>
    <message>
      <source>Rules</source>
      <translation>Regeln</translation>
    </message>
    <message>
      <source>Russian</source>
      <translation>Russisch</translation>
    </message>
    <message>
      <source>Sanskrit</source>
      <translation>Sanskrit</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Save as</source>
      <translation>Speichern unter</translation>
    </message>
    <message>
      <source>Save as…</source>
      <translation>Speichern unter…</translation>
    </message>
    <message>
      <source>Save the changes to “{name}”?</source>
      <translation>Änderungen an „{name}“ speichern?</translation>
    </message>
    <message>
      <source>Save the comparison as text or JSON</source>
      <translation>Den Vergleich als Text oder JSON speichern</translation>
    </message>
    <message>
      <source>Save the text</source>
      <translation>Text speichern</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Gespeichert</translation>
    </message>
    <message>
      <source>Saving</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Saving the settings</source>
      <translation>Speichern der Einstellungen</translation>
    </message>
    <message>
      <source>Say something: {n} s</source>
      <translation>Sagen Sie etwas: {n} s</translation>
    </message>
    <message>
      <source>Scratch that: there is nothing to take back.</source>
      <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
      <source>Scroll the comparison</source>
      <translation>Im Vergleich blättern</translation>
    </message>
    <message>
      <source>Scroll the utterances</source>
      <translation>In den Äußerungen blättern</translation>
    </message>
    <message>
      <source>Select all</source>
      <translation>Alles auswählen</translation>
    </message>
    <message>
      <source>Self-check</source>
      <translation>Selbstprüfung</translation>
    </message>
    <message>
      <source>Serbian</source>
      <translation>Serbisch</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Settings file</source>
      <translation>Datei der Einstellungen</translation>
    </message>
    <message>
      <source>Shona</source>
      <translation>Shona</translation>
    </message>
    <message>
      <source>Shorter: text settles sooner. Longer: sentences stay together.</source>
      <translation>Kürzer: Text steht früher fest. Länger: Sätze bleiben zusammen.</translation>
    </message>
    <message>
      <source>Show or hide the utterances</source>
      <translation>Äußerungen zeigen oder verbergen</translation>
    </message>
    <message>
      <source>Show the folder</source>
      <translation>Ordner zeigen</translation>
    </message>
    <message>
      <source>Show the keys</source>
      <translation>Tasten zeigen</translation>
    </message>
    <message>
      <source>Show the window</source>
      <translation>Fenster zeigen</translation>
    </message>
    <message>
      <source>Sign of {mode}</source>
      <translation>Zeichen für {mode}</translation>
    </message>
    <message>
      <source>Sindhi</source>
      <translation>Sindhi</translation>
    </message>
    <message>
      <source>Sinhala</source>
      <translation>Singhalesisch</translation>
    </message>
    <message>
      <source>Slovak</source>
      <translation>Slowakisch</translation>
    </message>
    <message>
      <source>Slovenian</source>
      <translation>Slowenisch</translation>
    </message>
    <message>
      <source>Smaller text</source>
      <translation>Kleinere Schrift</translation>
    </message>
    <message>
      <source>So that a crash loses nothing; for you alone to read.</source>
      <translation>Damit ein Absturz nichts kostet; nur Sie können es lesen.</translation>
    </message>
    <message>
      <source>Somali</source>
      <translation>Somali</translation>
    </message>
    <message>
      <source>Sound ({endings});;All files (*)</source>
      <translation>Ton ({endings});;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Sound and text stay on this machine. There is no telemetry. The network is used for one thing: downloading a model that you chose.</source>
      <translation>Ton und Text bleiben auf diesem Rechner. Es gibt keine Telemetrie. Das Netz wird nur für eines gebraucht: ein Modell zu laden, das Sie gewählt haben.</translation>
    </message>
    <message>
      <source>Sounds</source>
      <translation>Töne</translation>
    </message>
    <message>
      <source>Spanish</source>
      <translation>Spanisch</translation>
    </message>
    <message>
      <source>Speak, and read your words</source>
      <translation>Sprechen Sie, und lesen Sie mit</translation>
    </message>
    <message>
      <source>Speak: the bar moves. Past the mark it counts as speech. Nothing is kept.</source>
      <translation>Sprechen Sie: Der Balken bewegt sich. Ab der Marke gilt es als Sprache. Nichts wird aufbewahrt.</translation>
    </message>
    <message>
      <source>Speech</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Speech that is recorded and waits for the model</source>
      <translation>Aufgenommene Sprache, die auf das Modell wartet</translation>
    </message>
    <message>
      <source>Spoken command: {command}</source>
      <translation>Sprachbefehl: {command}</translation>
    </message>
    <message>
      <source>Spoken commands</source>
      <translation>Sprachbefehle</translation>
    </message>
    <message>
      <source>Start dictating</source>
      <translation>Diktieren</translation>
    </message>
    <message>
      <source>Start dictating ({key})</source>
      <translation>Diktieren ({key})</translation>
    </message>
    <message>
      <source>Start hidden</source>
      <translation>Verborgen starten</translation>
    </message>
    <message>
      <source>State: {words}</source>
      <translation>Zustand: {words}</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>Status</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Stop asking ({n} left)</source>
      <translation>Nicht weiter fragen (noch {n})</translation>
    </message>
    <message>
      <source>Stop playing</source>
      <translation>Nicht weiter abspielen</translation>
    </message>
    <message>
      <source>Stop recording</source>
      <translation>Aufnahme anhalten</translation>
    </message>
    <message>
      <source>Stop recording from {name}</source>
      <translation>Aufnahme von {name} anhalten</translation>
    </message>
    <message>
      <source>Stop the recording</source>
      <translation>Die Aufnahme anhalten</translation>
    </message>
    <message>
      <source>Stop the recording first, then drop the file again.</source>
      <translation>Halten Sie erst die Aufnahme an, dann legen Sie die Datei noch einmal ab.</translation>
    </message>
    <message>
      <source>Stopped {name} after {done} s; its text until there stays.</source>
      <translation>{name} nach {done} s angehalten; der Text bis dorthin bleibt.</translation>
    </message>
    <message>
      <source>Subtitles, SubRip (.srt)</source>
      <translation>Untertitel, SubRip (.srt)</translation>
    </message>
    <message>
      <source>Subtitles, WebVTT (.vtt)</source>
      <translation>Untertitel, WebVTT (.vtt)</translation>
    </message>
    <message>
      <source>Sundanese</source>
      <translation>Sundanesisch</translation>
    </message>
    <message>
      <source>Swahili</source>
      <translation>Suaheli</translation>
    </message>
    <message>
      <source>Swedish</source>
      <translation>Schwedisch</translation>
    </message>
    <message>
      <source>System default</source>
      <translation>Vorgabe des Systems</translation>
    </message>
    <message>
      <source>Tagalog</source>
      <translation>Tagalog</translation>
    </message>
    <message>
      <source>Tajik</source>
      <translation>Tadschikisch</translation>
    </message>
    <message>
      <source>Take the last utterance back</source>
      <translation>Die letzte Äußerung zurücknehmen</translation>
    </message>
    <message>
      <source>Take the other reading</source>
      <translation>Die andere Lesart nehmen</translation>
    </message>
    <message>
      <source>Take the teacher's</source>
      <translation>Den des Lehrers nehmen</translation>
    </message>
    <message>
      <source>Take this text: {mode}</source>
      <translation>Diesen Text nehmen: {mode}</translation>
    </message>
    <message>
      <source>Take what {mode} heard: {words}</source>
      <translation>Nehmen, was {mode} hörte: {words}</translation>
    </message>
    <message>
      <source>Take “{words}” ({mode})</source>
      <translation>„{words}“ nehmen ({mode})</translation>
    </message>
    <message>
      <source>Tamil</source>
      <translation>Tamil</translation>
    </message>
    <message>
      <source>Tatar</source>
      <translation>Tatarisch</translation>
    </message>
    <message>
      <source>Teacher</source>
      <translation>Lehrer</translation>
    </message>
    <message>
      <source>Teacher folder</source>
      <translation>Ordner des Lehrers</translation>
    </message>
    <message>
      <source>Telugu</source>
      <translation>Telugu</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Text (*.txt);;All files (*)</source>
      <translation>Text (*.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Text from the distilled model: the fastest</source>
      <translation>Text vom destillierten Modell: am schnellsten</translation>
    </message>
    <message>
      <source>Text from the teacher alone</source>
      <translation>Text vom Lehrer allein</translation>
    </message>
    <message>
      <source>Text size</source>
      <translation>Schriftgröße</translation>
    </message>
    <message>
      <source>Thai</source>
      <translation>Thai</translation>
    </message>
    <message>
      <source>The dictation goes on, but cannot be kept on the disk: {reason}.</source>
      <translation>Das Diktat geht weiter, lässt sich aber nicht auf der Platte aufbewahren: {reason}.</translation>
    </message>
    <message>
      <source>The dictation is recovered. It is not saved yet.</source>
      <translation>Das Diktat ist wiederhergestellt. Es ist noch nicht gespeichert.</translation>
    </message>
    <message>
      <source>The dictation uses the microphone; this is its level.</source>
      <translation>Das Diktat hat das Mikrofon; dies ist sein Pegel.</translation>
    </message>
    <message>
      <source>The distilled model's text at once, checked by the teacher</source>
      <translation>Der Text des destillierten Modells sofort, vom Lehrer geprüft</translation>
    </message>
    <message>
      <source>The file is open in your editor.</source>
      <translation>Die Datei ist in Ihrem Editor offen.</translation>
    </message>
    <message numerus="yes">
      <source>The kept sound was deleted ({n} recordings).</source>
      <translation>
        <numerusform>Der aufbewahrte Ton wurde gelöscht ({n} Aufnahme).</numerusform>
        <numerusform>Der aufbewahrte Ton wurde gelöscht ({n} Aufnahmen).</numerusform>
      </translation>
    </message>
    <message>
      <source>The level is good.</source>
      <translation>Der Pegel ist gut.</translation>
    </message>
    <message>
      <source>The microphone delivers only silence: it may be muted.</source>
      <translation>Das Mikrofon liefert nur Stille: Vielleicht ist es stummgeschaltet.</translation>
    </message>
    <message>
      <source>The microphone is back ({name}).</source>
      <translation>Das Mikrofon ist zurück ({name}).</translation>
    </message>
    <message>
      <source>The microphone is closed</source>
      <translation>Das Mikrofon ist geschlossen</translation>
    </message>
    <message>
      <source>The microphone is lost</source>
      <translation>Das Mikrofon ist verloren</translation>
    </message>
    <message>
      <source>The microphone is open while this page shows. Devices are remembered by name.</source>
      <translation>Das Mikrofon ist offen, solange diese Seite zu sehen ist. Geräte werden nach Namen gemerkt.</translation>
    </message>
    <message>
      <source>The model has worked on one utterance for {seconds} s and seems to hang. All sound is kept.</source>
      <translation>Das Modell arbeitet seit {seconds} s an einer Äußerung und scheint zu hängen. Aller Ton ist aufbewahrt.</translation>
    </message>
    <message>
      <source>The model is told to expect them: your name, products, colleagues.</source>
      <translation>Das Modell rechnet dann mit ihnen: Ihr Name, Produkte, Kollegen.</translation>
    </message>
    <message>
      <source>The recovery was stopped. What is missing is still kept, and is offered at the next start.</source>
      <translation>Die Wiederherstellung wurde angehalten. Was fehlt, ist noch da und wird beim nächsten Start angeboten.</translation>
    </message>
    <message>
      <source>The system changed the microphone: it is {name} now.</source>
      <translation>Das System hat das Mikrofon gewechselt: Jetzt ist es {name}.</translation>
    </message>
    <message>
      <source>The text as it stands in the editor, a paragraph for each of its lines.</source>
      <translation>Der Text, wie er im Editor steht, ein Absatz je Zeile.</translation>
    </message>
    <message>
      <source>The text as it stands in the editor.</source>
      <translation>Der Text, wie er im Editor steht.</translation>
    </message>
    <message>
      <source>The text of this utterance was deleted or changed by hand, so it stays as it is.</source>
      <translation>Der Text dieser Äußerung wurde von Hand gelöscht oder geändert und bleibt, wie er ist.</translation>
    </message>
    <message>
      <source>The text, and every utterance with times, model, latency and what was held back.</source>
      <translation>Der Text und jede Äußerung mit Zeiten, Modell, Verzögerung und dem, was zurückgehalten wurde.</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Farben</translation>
    </message>
    <message>
      <source>There is no action '{name}' to give a key to</source>
      <translation>Es gibt keinen Befehl „{name}“, der eine Taste bekommen könnte</translation>
    </message>
    <message>
      <source>There is no folder {folder}</source>
      <translation>Es gibt keinen Ordner {folder}</translation>
    </message>
    <message>
      <source>There was no kept sound to delete.</source>
      <translation>Es gab keinen aufbewahrten Ton zu löschen.</translation>
    </message>
    <message>
      <source>These five hold from the next start of Dictate.</source>
      <translation>Diese fünf gelten ab dem nächsten Start von Dictate.</translation>
    </message>
    <message>
      <source>This desktop has no tray.</source>
      <translation>Dieser Schreibtisch hat keine Leiste.</translation>
    </message>
    <message>
      <source>This is what was heard. {verdict}</source>
      <translation>Dies wurde gehört. {verdict}</translation>
    </message>
    <message>
      <source>This pair knows English only</source>
      <translation>Dieses Paar kann nur Englisch</translation>
    </message>
    <message>
      <source>This recording</source>
      <translation>Diese Aufnahme</translation>
    </message>
    <message>
      <source>Threads</source>
      <translation>Threads</translation>
    </message>
    <message>
      <source>Tibetan</source>
      <translation>Tibetisch</translation>
    </message>
    <message>
      <source>Transcribe a sound file</source>
      <translation>Tondatei abschreiben</translation>
    </message>
    <message>
      <source>Transcribe sound files</source>
      <translation>Tondateien abschreiben</translation>
    </message>
    <message>
      <source>Transcribed {name}: {count}.</source>
      <translation>{name} abgeschrieben: {count}.</translation>
    </message>
    <message>
      <source>Transcribing {name}: {done} of {total} s</source>
      <translation>{name} wird abgeschrieben: {done} von {total} s</translation>
    </message>
    <message>
      <source>Transcript</source>
      <translation>Mitschrift</translation>
    </message>
    <message>
      <source>Transcription</source>
      <translation>Abschrift</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Try it</source>
      <translation>Probieren</translation>
    </message>
    <message>
      <source>Turkish</source>
      <translation>Türkisch</translation>
    </message>
    <message>
      <source>Turkmen</source>
      <translation>Turkmenisch</translation>
    </message>
    <message>
      <source>Two folders in the format of transformers, as “from_pretrained” reads them.</source>
      <translation>Zwei Ordner im Format von transformers, wie „from_pretrained“ sie liest.</translation>
    </message>
    <message>
      <source>Two readings</source>
      <translation>Zwei Lesarten</translation>
    </message>
    <message>
      <source>UTTERANCES</source>
      <translation>ÄUSSERUNGEN</translation>
    </message>
    <message>
      <source>Ukrainian</source>
      <translation>Ukrainisch</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Unmute it, turn its level up, or choose another one.</source>
      <translation>Schalten Sie es ein, drehen Sie den Pegel auf, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
      <source>Unsaved</source>
      <translation>Ungespeichert</translation>
    </message>
    <message>
      <source>Unsaved, in memory only</source>
      <translation>Ungespeichert, nur im Speicher</translation>
    </message>
    <message>
      <source>Until it is saved, a dictation is kept on this computer: a crash does not lose it.</source>
      <translation>Bis es gespeichert ist, wird ein Diktat auf diesem Rechner aufbewahrt: Ein Absturz kostet es nicht.</translation>
    </message>
    <message>
      <source>Until the text is saved</source>
      <translation>Bis der Text gespeichert ist</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>Ohne Titel</translation>
    </message>
    <message>
      <source>Urdu</source>
      <translation>Urdu</translation>
    </message>
    <message>
      <source>Use this pair</source>
      <translation>Dieses Paar nehmen</translation>
    </message>
    <message>
      <source>Usual text size</source>
      <translation>Übliche Schriftgröße</translation>
    </message>
    <message>
      <source>Utterances</source>
      <translation>Äußerungen</translation>
    </message>
    <message>
      <source>Utterances in the mode {mode}: {n}</source>
      <translation>Äußerungen im Modus {mode}: {n}</translation>
    </message>
    <message>
      <source>Utterances, distil and teacher</source>
      <translation>Äußerungen, Distil und Lehrer</translation>
    </message>
    <message>
      <source>Uzbek</source>
      <translation>Usbekisch</translation>
    </message>
    <message>
      <source>Verified</source>
      <translation>Geprüft</translation>
    </message>
    <message>
      <source>Vietnamese</source>
      <translation>Vietnamesisch</translation>
    </message>
    <message>
      <source>Watch a demo</source>
      <translation>Vorführung ansehen</translation>
    </message>
    <message>
      <source>Welcome</source>
      <translation>Willkommen</translation>
    </message>
    <message>
      <source>Welsh</source>
      <translation>Walisisch</translation>
    </message>
    <message>
      <source>What is being recorded or recovered stays, and so does what other open windows keep.</source>
      <translation>Was gerade aufgenommen oder wiederhergestellt wird, bleibt, ebenso was andere offene Fenster aufbewahren.</translation>
    </message>
    <message>
      <source>What is not saved is lost.</source>
      <translation>Was nicht gespeichert ist, geht verloren.</translation>
    </message>
    <message>
      <source>What they do</source>
      <translation>Was sie tun</translation>
    </message>
    <message>
      <source>What to do with the utterance</source>
      <translation>Was mit der Äußerung geschehen soll</translation>
    </message>
    <message>
      <source>What you dictated and typed</source>
      <translation>Was Sie diktiert und getippt haben</translation>
    </message>
    <message>
      <source>What you write there holds from the next start; what you choose in Dictate from now on is not kept.</source>
      <translation>Was Sie dort schreiben, gilt ab dem nächsten Start; was Sie von jetzt an in Dictate wählen, wird nicht behalten.</translation>
    </message>
    <message>
      <source>When an utterance ends</source>
      <translation>Wann eine Äußerung endet</translation>
    </message>
    <message>
      <source>When nobody dictates. The next recording loads the models again; what you say meanwhile is kept.</source>
      <translation>Wenn niemand diktiert. Die nächste Aufnahme lädt die Modelle wieder; was Sie bis dahin sagen, bleibt.</translation>
    </message>
    <message>
      <source>When this is heard</source>
      <translation>Wenn dies gehört wird</translation>
    </message>
    <message>
      <source>Whole words in any case. An empty right side leaves the words out.</source>
      <translation>Ganze Wörter, groß oder klein. Eine leere rechte Seite lässt die Wörter weg.</translation>
    </message>
    <message>
      <source>Window</source>
      <translation>Fenster</translation>
    </message>
    <message>
      <source>With the tray icon alone.</source>
      <translation>Nur mit dem Symbol in der Leiste.</translation>
    </message>
    <message>
      <source>Word (.docx)</source>
      <translation>Word (.docx)</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>Wörter</translation>
    </message>
    <message>
      <source>Words in the text, and words a minute of speech</source>
      <translation>Wörter im Text und Wörter je Minute Sprechen</translation>
    </message>
    <message>
      <source>Words to find</source>
      <translation>Gesuchte Wörter</translation>
    </message>
    <message>
      <source>Write the text all the same</source>
      <translation>Den Text trotzdem schreiben</translation>
    </message>
    <message>
      <source>Writing what you said before closing.</source>
      <translation>Vor dem Schließen wird noch geschrieben, was Sie sagten.</translation>
    </message>
    <message>
      <source>Yiddish</source>
      <translation>Jiddisch</translation>
    </message>
    <message>
      <source>Yoruba</source>
      <translation>Yoruba</translation>
    </message>
    <message>
      <source>You took it back; undo writes it again</source>
      <translation>Sie haben es zurückgenommen; „Rückgängig“ schreibt es wieder</translation>
    </message>
    <message>
      <source>Your own folders</source>
      <translation>Ihre eigenen Ordner</translation>
    </message>
    <message>
      <source>a moment of sound</source>
      <translation>ein Augenblick Ton</translation>
    </message>
    <message>
      <source>about {size}</source>
      <translation>etwa {size}</translation>
    </message>
    <message>
      <source>decoder</source>
      <translation>Decoder</translation>
    </message>
    <message>
      <source>eager attention</source>
      <translation>einfache Attention</translation>
    </message>
    <message>
      <source>encoder</source>
      <translation>Encoder</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>fehlgeschlagen</translation>
    </message>
    <message>
      <source>in work</source>
      <translation>in Arbeit</translation>
    </message>
    <message>
      <source>last</source>
      <translation>zuletzt</translation>
    </message>
    <message>
      <source>last {last}   median {median}   p95 {p95}</source>
      <translation>zuletzt {last}   Median {median}   p95 {p95}</translation>
    </message>
    <message>
      <source>median</source>
      <translation>Median</translation>
    </message>
    <message>
      <source>missing</source>
      <translation>fehlend</translation>
    </message>
    <message>
      <source>model {duration}</source>
      <translation>Modell {duration}</translation>
    </message>
    <message>
      <source>no speech</source>
      <translation>keine Sprache</translation>
    </message>
    <message>
      <source>no text</source>
      <translation>kein Text</translation>
    </message>
    <message>
      <source>no word</source>
      <translation>kein Wort</translation>
    </message>
    <message>
      <source>no word differs</source>
      <translation>kein Wort weicht ab</translation>
    </message>
    <message>
      <source>no words were recognized</source>
      <translation>es wurden keine Wörter erkannt</translation>
    </message>
    <message>
      <source>none, it is here</source>
      <translation>keiner, ist schon da</translation>
    </message>
    <message>
      <source>pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>pause {pause} + queue {queue} + features {features} + encoder {encoder} + decoder {decoder} ms
{total} ms from the end of speech to the text</source>
      <translation>Pause {pause} + Warten {queue} + Merkmale {features} + Encoder {encoder} + Decoder {decoder} ms
{total} ms vom Ende des Sprechens bis zum Text</translation>
    </message>
    <message>
      <source>queue</source>
      <translation>Warten</translation>
    </message>
    <message>
      <source>reading every file…</source>
      <translation>liest jede Datei …</translation>
    </message>
    <message>
      <source>rejected</source>
      <translation>verworfen</translation>
    </message>
    <message>
      <source>silence</source>
      <translation>Stille</translation>
    </message>
    <message>
      <source>speech</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>take it  {key}</source>
      <translation>nehmen  {key}</translation>
    </message>
    <message>
      <source>text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>the clipboard did not take the text</source>
      <translation>die Zwischenablage nahm den Text nicht an</translation>
    </message>
    <message>
      <source>the distilled model of this pair knows English only</source>
      <translation>das destillierte Modell dieses Paars kann nur Englisch</translation>
    </message>
    <message>
      <source>the models are not loaded yet</source>
      <translation>die Modelle sind noch nicht geladen</translation>
    </message>
    <message>
      <source>time in the model for one utterance</source>
      <translation>Zeit im Modell für eine Äußerung</translation>
    </message>
    <message>
      <source>word error of distil against the teacher</source>
      <translation>Wortfehler des Distils gegenüber dem Lehrer</translation>
    </message>
    <message>
      <source>write this</source>
      <translation>schreibe dies</translation>
    </message>
    <message>
      <source>{action} (also {keys})</source>
      <translation>{action} (auch {keys})</translation>
    </message>
    <message>
      <source>{count} · {per_minute} wpm</source>
      <translation>{count} · {per_minute}/min</translation>
    </message>
    <message>
      <source>{duration} after you stopped · confirmed</source>
      <translation>{duration} nach Ihnen fertig · bestätigt</translation>
    </message>
    <message>
      <source>{duration} after you stopped · {model}</source>
      <translation>{duration} nach Ihnen fertig · {model}</translation>
    </message>
    <message>
      <source>{key} is already the key of '{action}'</source>
      <translation>{key} ist schon die Taste für „{action}“</translation>
    </message>
    <message>
      <source>{level} dBFS, {state}; speech is louder than {threshold} dBFS (the mark)</source>
      <translation>{level} dBFS, {state}; Sprache ist lauter als {threshold} dBFS (die Marke)</translation>
    </message>
    <message>
      <source>{model}: {words}</source>
      <translation>{model}: {words}</translation>
    </message>
    <message>
      <source>{mode} heard: {words}</source>
      <translation>{mode} hörte: {words}</translation>
    </message>
    <message>
      <source>{mode} is not available: {reason}</source>
      <translation>{mode} gibt es hier nicht: {reason}</translation>
    </message>
    <message>
      <source>{mode} mode</source>
      <translation>Modus {mode}</translation>
    </message>
    <message>
      <source>{mode} · utterance {number}
{breakdown}</source>
      <translation>{mode} · Äußerung {number}
{breakdown}</translation>
    </message>
    <message>
      <source>{mode}, median</source>
      <translation>{mode}, Median</translation>
    </message>
    <message>
      <source>{mode}: not heard</source>
      <translation>{mode}: nicht gehört</translation>
    </message>
    <message>
      <source>{name}   (fields: {fields})</source>
      <translation>{name}   (Felder: {fields})</translation>
    </message>
    <message>
      <source>{new} is used in place of {old}: {why}.</source>
      <translation>{new} wird statt {old} benutzt: {why}.</translation>
    </message>
    <message>
      <source>{n} found</source>
      <translation>{n} gefunden</translation>
    </message>
    <message>
      <source>{n} languages</source>
      <translation>{n} Sprachen</translation>
    </message>
    <message numerus="yes">
      <source>{n} more files</source>
      <translation>
        <numerusform>noch {n} Datei</numerusform>
        <numerusform>noch {n} Dateien</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} recordings were deleted.</source>
      <translation>
        <numerusform>{n} Aufnahme wurde gelöscht.</numerusform>
        <numerusform>{n} Aufnahmen wurden gelöscht.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} utterances</source>
      <translation>
        <numerusform>{n} Äußerung</numerusform>
        <numerusform>{n} Äußerungen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} words</source>
      <translation>
        <numerusform>{n} Wort</numerusform>
        <numerusform>{n} Wörter</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} words differ</source>
      <translation>
        <numerusform>{n} Wort weicht ab</numerusform>
        <numerusform>{n} Wörter weichen ab</numerusform>
      </translation>
    </message>
    <message>
      <source>{n}; distil: English</source>
      <translation>{n}; Distil: Englisch</translation>
    </message>
    <message>
      <source>{path} cannot be read: {why}</source>
      <translation>{path} lässt sich nicht lesen: {why}</translation>
    </message>
    <message>
      <source>{path} is not a UTF-8 text</source>
      <translation>{path} ist kein UTF-8-Text</translation>
    </message>
    <message>
      <source>{place} of {all}</source>
      <translation>{place} von {all}</translation>
    </message>
    <message>
      <source>{seconds} s behind</source>
      <translation>{seconds} s im Rückstand</translation>
    </message>
    <message>
      <source>{seconds} s of sound are missing.</source>
      <translation>{seconds} s Ton fehlen.</translation>
    </message>
    <message>
      <source>{seconds} s of sound without text yet</source>
      <translation>{seconds} s Ton noch ohne Text</translation>
    </message>
    <message>
      <source>{seconds} s of speech in {ms} ms ({times} times as fast as one speaks)</source>
      <translation>{seconds} s Sprache in {ms} ms ({times}-mal so schnell, wie man spricht)</translation>
    </message>
    <message>
      <source>{size}. Its speed here is measured as soon as it is loaded.</source>
      <translation>{size}. Sein Tempo hier wird gemessen, sobald es geladen ist.</translation>
    </message>
    <message>
      <source>{standing}, or {other}</source>
      <translation>{standing}, oder {other}</translation>
    </message>
    <message>
      <source>{what} failed: {reason}.</source>
      <translation>{what} ist fehlgeschlagen: {reason}.</translation>
    </message>
    <message>
      <source>{which}: {seconds} s captured = {parts}</source>
      <translation>{which}: {seconds} s aufgenommen = {parts}</translation>
    </message>
    <message>
      <source>{word} · model loading, sound is kept</source>
      <translation>{word} · Modell lädt, Ton wird aufbewahrt</translation>
    </message>
    <message>
      <source>{wrong} of {words} words, in {count} of {all} utterances</source>
      <translation>{wrong} von {words} Wörtern, in {count} von {all} Äußerungen</translation>
    </message>
    <message>
      <source>“dictate control” cannot steer this window.</source>
      <translation>„dictate control“ kann dieses Fenster nicht steuern.</translation>
    </message>
  </context>
</TS>
