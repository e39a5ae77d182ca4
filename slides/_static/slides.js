// The key I shows the notes beside the slide, where no second window can be opened.
const WorkshopNotes = {
  id: "workshop-notes",
  init(deck) {
    const toggle = () => {
      deck.configure({ showNotes: !deck.getConfig().showNotes });
      deck.layout();
    };
    deck.addKeyBinding({ keyCode: 73, key: "I", description: "Notes in this window" }, toggle);
  },
};
