// The page's one script: leaving, panels, the account, the editor. Nothing is stored, and nothing leaves this machine.
import "htmx.org";
import { watchAccount } from "./account";
import { watchLeaving } from "./leave";
import { watchPanels } from "./panels";
import { openEditor } from "./reply";
import { watchTalk } from "./talk";
import { watchTrouble } from "./trouble";

watchLeaving();
watchPanels();
watchTrouble();
watchAccount();
openEditor();
watchTalk();
